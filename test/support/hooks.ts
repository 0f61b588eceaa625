import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { cliScript } from './paths';
import type { Conversation } from './processes';

/** Another process that plays a part; answers `state` (of a hook) with a line. */
export type Actor = (context: TestContext, ...args: string[]) => Promise<Conversation>;

export interface AttachActors {
  /**
   * A loaded hook with that number; words behind it make it another (test/producers/hook.py says which). One of a process that has
   * loaded a graphics library may have another number: it answers `pid`.
   */
  readonly hook: Actor;
  /** Another capturing application that has the keep-alive of the hook with that number. */
  readonly rival: Actor;
}

/** How the suite's attachments run this program's commands. */
export const command = [process.execPath, cliScript];
export const findNever = () => Promise.reject(new Error('nobody was to look'));

/** Waits until that holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, `${what} does not come`);
    await sleep(20);
  }
}

/** Waits until a hook says so. */
export async function untilState(hook: Conversation, wanted: string): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (let state = ''; state !== wanted; state = await hook.ask('state')) {
    assert.ok(performance.now() < deadline, `expected '${wanted}', found '${state}'`);
    await sleep(20);
  }
}

/** The name of a hook's keep-alive. */
export const keepAlive = (pid: number) => `CaptureHook_KeepAlive${pid}`;
