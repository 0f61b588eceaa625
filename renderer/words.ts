import { assertNever } from '../protocol/assert';
import { unchangedTellsMs } from '../protocol/frame';
import type { SessionState, SessionUpdate } from '../protocol/session';
import type { Strings } from './strings/en';

/** A session's state as the window tells it. */
export interface StateWords {
  readonly title: string;
  /** What is known of it. */
  readonly evidence: string;
  /** What the user can do, or what happens by itself. */
  readonly next: string;
  /** The age of the picture, where that is the point. */
  readonly age: string | null;
}

/** What else is known of the source beside its state. */
export interface StateContext {
  /** The mapping's name. */
  readonly name: string;
  /** A picture of it is on the screen. */
  readonly hasPicture: boolean;
  /** It has a switch that attaches to it. */
  readonly canAttach: boolean;
  /** The executable of which it is a hook, and whether its next start is opened by itself. */
  readonly program: string | null;
  readonly isFollowed: boolean;
}

export type FollowedProgram = Pick<StateContext, 'program' | 'isFollowed'>;

export function contextOf(
  { name, attach }: SessionUpdate,
  hasPicture: boolean,
  { program, isFollowed }: FollowedProgram,
): StateContext {
  return { name, hasPicture, canAttach: attach !== null, program, isFollowed };
}

/** What happens by itself when the producer comes back. */
function resumption({ program, isFollowed }: StateContext, { state: words }: Strings): string {
  if (program === null) return words.resumes;
  return isFollowed ? words.resumesFollowed(program) : words.resumesHere(program);
}

/** A hook's keep-alive, by its info's name; `null` for another source. */
export function keepAliveOf(name: string): string | null {
  const [, hook, number] = /^(.*CaptureHook_)HookInfo(\d+)$/.exec(name) ?? [];
  return hook === undefined ? null : `${hook}KeepAlive${number}`;
}

export function wordsOf(state: SessionState, context: StateContext, strings: Strings): StateWords {
  const { state: words, error } = strings;
  const { hasPicture } = context;
  switch (state.kind) {
    case 'searching':
      return {
        title: words.searching(state.name),
        evidence: words.searchingEvidence(state.name),
        next: words.searchingNext,
        age: null,
      };
    case 'waiting-for-first-frame':
      return {
        title: words.waiting[state.reason],
        evidence: words.waitingEvidence[state.reason](state.producer, keepAliveOf(context.name)),
        next:
          state.reason === 'hook-idle' && context.canAttach ? words.idleNextAttach : words.waitingNext[state.reason],
        age: null,
      };
    case 'live':
      return { title: words.names.live, evidence: words.live(state.producer), next: '', age: null };
    case 'stalled':
      return {
        title: words.names.stalled,
        evidence: words.stalledEvidence(state.producer),
        next: '',
        age: words.unchanged(state.quietForMs),
      };
    case 'producer-gone':
      return {
        title: words.names['producer-gone'],
        evidence: words.goneEvidence(state.reason, state.producer),
        next: `${hasPicture ? words.goneNext : words.goneNextEmpty} ${resumption(context, strings)}`,
        age: hasPicture ? words.lastFrame(state.quietForMs) : null,
      };
    case 'failed':
      return {
        title: error.titles[state.error.code] ?? words.names.failed,
        evidence: error.line(state.error),
        next: error.next(state.error),
        age: null,
      };
    default:
      return assertNever(state);
  }
}

/** For how many seconds the frames of a live source have brought the same picture; null while that is of no interest. */
export function unchangedSeconds({ picture, state }: Pick<SessionUpdate, 'picture' | 'state'>): number | null {
  const ms = picture?.unchangedForMs ?? 0;
  return state.kind === 'live' && ms >= unchangedTellsMs ? Math.floor(ms / 1000) : null;
}

/** Why somebody may see nothing in a picture, although it is shown: the shorter the better. */
export interface PictureWords {
  readonly text: string;
  readonly hint: string;
  /** Nothing of the picture can be seen; without it, what is told may well be meant so. */
  readonly isBlank: boolean;
}

export function pictureWords({ picture }: Pick<SessionUpdate, 'picture'>, strings: Strings): readonly PictureWords[] {
  const { pictureFacts: words } = strings;
  if (!picture) return [];
  const { uniform, alphaZero, unwrittenBytes } = picture;
  const isBlack = uniform?.every((part) => part === 0) === true;
  return [
    ...(uniform
      ? [{ text: isBlack ? words.allBlack : words.oneColor(uniform), hint: words.uniformHint, isBlank: true }]
      : []),
    ...(alphaZero ? [{ text: words.alphaZero, hint: words.alphaHint, isBlank: false }] : []),
    ...(unwrittenBytes > 0
      ? [{ text: words.unwritten(unwrittenBytes), hint: words.unwrittenHint, isBlank: true }]
      : []),
  ];
}
