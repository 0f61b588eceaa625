import { describeState } from '../engine/explain';
import { pictureRemarks } from '../engine/explain-picture';
import { after } from '../engine/timer';
import type { SessionState, SessionUpdate } from '../protocol/session';
import { escapeText, print } from './text';

/** Until a source has been looked at it is being searched, for some milliseconds: that is no news. */
const settlesMs = 500;

/**
 * A line for each change of a session's state, with its evidence, wherever the output goes. That a source is live from the
 * beginning is told by its first frame alone.
 */
export class StateLines {
  readonly #asJson: boolean;
  readonly #cancel: () => void;
  #isSettled = false;
  #told = 'live';
  #latest: SessionUpdate | null = null;

  constructor(asJson: boolean) {
    this.#asJson = asJson;
    this.#cancel = after(settlesMs, () => this.settle(), false);
  }

  notice(update: SessionUpdate): void {
    this.#latest = update;
    if (this.#isSettled) this.#tell(update);
  }

  /** From now on every state counts: a first frame is there, or was waited for long enough. */
  settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#cancel();
    if (this.#latest) this.#tell(this.#latest);
  }

  #tell({ state, picture }: SessionUpdate): void {
    const about = identityOf(state);
    if (about === this.#told) return;
    this.#told = about;
    if (this.#asJson) print(JSON.stringify({ state }));
    else print(`-- ${escapeText(stateText(state, picture))}`);
  }
}

/** What the state of a picture that stands still looks like, too. */
export function stateText(state: SessionState, picture: SessionUpdate['picture']): string {
  const remarks = picture && state.kind !== 'searching' ? pictureRemarks(picture) : [];
  return remarks.length ? `${describeState(state)} The picture is ${remarks.join(', ')}.` : describeState(state);
}

/** States that differ in their ages alone are one. */
function identityOf(state: SessionState): string {
  switch (state.kind) {
    case 'failed':
      return `failed ${state.error.code}`;
    case 'producer-gone':
    case 'waiting-for-first-frame':
      return `${state.kind} ${state.reason}`;
    default:
      return state.kind;
  }
}
