import { FramelatchError } from '../../protocol/errors';
import type { Engine } from '../index';
import type { Session } from '../session';
import type { FileAccess } from './file-access';
import { provenAfterMs, type SettingsFile } from './settings-file';
import type { TestPattern } from './test-pattern';

/** Opens sources on the word of a page: what it may open, and the mark by which a start that did not survive it is known. */
export class SourceOpener {
  readonly #engine: Engine;
  readonly #files: FileAccess;
  readonly #settings: SettingsFile;
  readonly #testPattern: Pick<TestPattern, 'name'>;

  constructor(engine: Engine, files: FileAccess, settings: SettingsFile, testPattern: Pick<TestPattern, 'name'>) {
    this.#engine = engine;
    this.#files = files;
    this.#settings = settings;
    this.#testPattern = testPattern;
  }

  /**
   * @param typed what `Engine.resolve` takes
   * @throws FramelatchError `name-invalid`, `name-ambiguous`, `usage`, `file-not-allowed`, `no-memory`
   */
  async open(typed: string): Promise<Session> {
    this.#files.checkName(typed);
    const before = this.#settings.settings.lastSource;
    let unmark: (() => void) | null = null;
    try {
      const session = await this.#engine.openSource(typed, {
        admit: async (address) => {
          await this.#files.admit(address);
          // The test pattern ends with this program: the next start has nothing to wait for.
          if (typed !== this.#testPattern.name) unmark = this.#settings.beginOpening(typed);
        },
      });
      this.#unmarkWhenProven(session, unmark);
      return session;
    } catch (thrown) {
      this.#undo(unmark, before);
      throw thrown;
    }
  }

  #unmarkWhenProven(session: Session, unmark: (() => void) | null): void {
    if (!unmark) return;
    const timer = setTimeout(unmark, provenAfterMs).unref();
    session.onClosed(() => {
      clearTimeout(timer);
      unmark();
    });
  }

  #undo(unmark: (() => void) | null, before: string | null): void {
    unmark?.();
    if (unmark) this.#settings.keepLastSource(before);
  }
}

/** Of more than there may be. */
export function limitReached(what: string, most: number, next: string): FramelatchError {
  return new FramelatchError({
    code: 'limit-reached',
    operation: 'open',
    target: what,
    reason: `there are ${most} already, and no more are held`,
    next,
  });
}
