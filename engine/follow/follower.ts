import { setTimeout as sleep } from 'node:timers/promises';

import type { ProgramHook } from './programs';
import { ambiguous } from './resolve-program';

/** What a follower looks at. */
export interface FollowedWorld {
  /** Whether its hooks are a program's, which come back under other names. */
  readonly isProgram: boolean;
  /** Of several hooks at once the newest is meant, instead of none. */
  readonly takesNewest: boolean;
  /** The hooks that run now, newest first. */
  hooks(): Promise<readonly ProgramHook[]>;
  /** Whether a look may find other hooks than the last one did. Cheap. */
  hasNews(): boolean;
  /** Nobody waits any more: whatever keeps `hasNews` going ends, until it is asked again. */
  rest(): void;
  /** A source by the very name that the user typed, where that exists or can be nothing else. */
  mapping(): string | null;
}

const lookMs = 500;
/** A look without news, in case that one was missed. */
const sureLookMs = 15_000;

/**
 * Finds a program's hook each time that it starts: `next()` for the first, and again when that one has gone. What already ran
 * beside the one that was given is not the program come back, and is passed over.
 */
export class Follower {
  /** What the user typed. */
  readonly typed: string;
  readonly #world: FollowedWorld;
  #before: ReadonlySet<string> = new Set();
  /** The hook that was given last. */
  #given = '';
  #gaveHook = false;

  constructor(typed: string, world: FollowedWorld) {
    this.typed = typed;
    this.#world = world;
  }

  /** What was given last comes back under another name; anything else comes back under its own, and a session sees that. */
  get comesBackElsewhere(): boolean {
    return this.#gaveHook && this.#world.isProgram;
  }

  /**
   * The name of the next hook's info, as soon as there is one; `null` once the signal is aborted.
   * @throws FramelatchError `name-ambiguous` when several are there at once
   */
  async next(signal?: AbortSignal): Promise<string | null> {
    try {
      for (;;) {
        if (signal?.aborted) return null;
        const found = await this.look();
        if (found !== null) return found;
        await this.#news(signal);
      }
    } finally {
      this.#world.rest();
    }
  }

  /** A look goes through all processes: only what may have changed is worth one. */
  async #news(signal?: AbortSignal): Promise<void> {
    const sureAt = performance.now() + sureLookMs;
    for (;;) {
      // An aborted wait is no failure: it is seen by who called.
      await sleep(lookMs, undefined, signal ? { signal } : {}).catch(() => {});
      if (signal?.aborted || performance.now() >= sureAt) return;
      if (this.#world.hasNews() || this.#world.mapping() !== null) return;
    }
  }

  /** One look of {@link next}: `null` when there is none yet. @throws FramelatchError `name-ambiguous` */
  async look(): Promise<string | null> {
    const running = await this.#world.hooks();
    const identities = new Set(running.map(identityOf));
    if (identities.has(this.#given)) return null;
    // Gone for a moment is gone: the same process may load its hook again.
    this.#before = new Set([...this.#before].filter((identity) => identities.has(identity)));
    const fresh = running.filter((hook) => !this.#before.has(identityOf(hook)));
    const mapping = this.#world.mapping();
    this.#gaveHook = mapping === null && fresh.length > 0;
    if (mapping !== null) return mapping;
    const [first, second] = fresh;
    if (second && !this.#world.takesNewest) throw ambiguous(this.typed, fresh);
    if (!first) return null;
    this.#before = identities;
    this.#given = identityOf(first);
    return first.name;
  }
}

/** A number may be given again: to another process of the same program, too. */
function identityOf({ name, pid }: ProgramHook): string {
  return `${name} ${pid}`;
}
