import { assertNever } from '../protocol/assert';
import type { SessionState } from '../protocol/session';
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

/** @param hasPicture whether a picture of it is on the screen */
export function wordsOf(state: SessionState, hasPicture: boolean, strings: Strings): StateWords {
  const { state: words, error } = strings;
  switch (state.kind) {
    case 'searching':
      return {
        title: words.searching(state.name),
        evidence: words.searchingEvidence,
        next: words.searchingNext,
        age: null,
      };
    case 'waiting-for-first-frame':
      return {
        title: words.waiting[state.reason],
        evidence: words.waitingEvidence[state.reason](state.producer),
        next: words.waitingNext[state.reason],
        age: null,
      };
    case 'live':
      return { title: words.names.live, evidence: words.live(state.producer), next: '', age: null };
    case 'stalled':
      return {
        title: words.names.stalled,
        evidence: words.stalledEvidence(state.producer),
        next: '',
        age: words.lastFrame(state.quietForMs),
      };
    case 'producer-gone':
      return {
        title: words.names['producer-gone'],
        evidence: words.goneEvidence(state.reason, state.producer),
        next: hasPicture ? words.goneNext : words.goneNextEmpty,
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
