import { setTimeout as sleep } from 'node:timers/promises';

import { hasTexture, hookObjects, signal, takeBack, type HookId } from './hook-objects';

/*
 * A hook looks for the keep-alive every few seconds only: it may still capture as somebody asked who has gone, and takes nobody
 * else's request while it does.
 */

const lookMs = 10;
/** How long such a hook may take to notice `Stop`: as long as its texture is seen, and else. */
const stopMs = { seen: 5000, unseen: 300 } as const;
const retryMs = 1000;

/** Ends what a hook still captures for somebody who has gone. */
export async function stopFormer(hook: HookId): Promise<void> {
  const { stop } = hookObjects(hook);
  const started = performance.now();
  const isOver = (ms: number) => performance.now() - started >= ms;
  signal(stop);
  // A hook that ended its capture took its texture away.
  const wasSeen = await hasTexture(hook);
  while (wasSeen ? (await hasTexture(hook)) && !isOver(stopMs.seen) : !isOver(stopMs.unseen)) await sleep(lookMs);
  takeBack(stop);
}

/**
 * `Stop` once more, from the first second on until the hook is ready: one that presents rarely may have missed the first before that
 * was taken back. One that takes it late, when it has begun already, ends and begins by itself again.
 */
export class StopAgain {
  readonly #hook: HookId;
  #nextAt = performance.now() + retryMs;
  #isPending = false;

  constructor(hook: HookId) {
    this.#hook = hook;
  }

  /** @throws FramelatchError `event-missing` when the hook has gone */
  look(): void {
    if (performance.now() < this.#nextAt) return;
    this.#nextAt = performance.now() + retryMs;
    signal(hookObjects(this.#hook).stop);
    this.#isPending = true;
  }

  /** The hook is ready, or it is over: left behind, it would end what captures now. */
  end(): void {
    if (this.#isPending) takeBack(hookObjects(this.#hook).stop);
    this.#isPending = false;
  }
}
