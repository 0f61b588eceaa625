import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { root } from './paths';

/** Runs a program and collects what it and those it started print, until the last of them has ended. */
export function outputOf(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    let output = '';
    const timer = setTimeout(() => reject(new Error(`it does not end; so far: ${output}`)), 60_000);
    child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part));
    child.once('error', reject);
    // Not its exit: a crashed producer's consumer goes on.
    child.once('close', () => {
      clearTimeout(timer);
      resolve(output.trim().split(/\r?\n/));
    });
  });
}

export function scenarioScript(number: number, role: 'producer' | 'consumer'): string {
  return join(root, 'out', 'examples', 'scenarios', String(number), `${role}.cjs`);
}

function scenario(number: number): Promise<string[]> {
  return outputOf(process.execPath, [scenarioScript(number, 'producer')], { STEP_MS: '60' });
}

export const overwritten = [
  'consumer reads: from the producer, 1 2 3 4 5 6 7 8',
  'producer reads: from the consumer, 2 4 6 8 10 12 14 16',
];

function isRising(values: readonly number[]): boolean {
  return values.every((value, at) => at === 0 || value > (values[at - 1] ?? 0));
}

/** What document 004's column *result* says of each scenario. */
export const scenarios: readonly { readonly number: number; readonly result: string; check(): Promise<void> }[] = [
  {
    number: 1,
    result: 'the producer prints its memory as the consumer overwrote it',
    check: async () => assert.deepEqual(await scenario(1), overwritten),
  },
  {
    number: 2,
    result: 'the producer prints the new memory',
    check: async () =>
      assert.deepEqual(await scenario(2), [
        'producer reads: an answer to a question, 21 13 8 5 3 2 1 1',
        'the question is still: a question',
      ]),
  },
  {
    number: 3,
    result: 'the producer sees the consumer’s progress, and that it ended well',
    check: async () => {
      let progress: readonly number[] = [];
      // A producer that the system holds up for a while is told less often: then once more.
      for (let runs = 0; progress.length < 5 && runs < 5; runs += 1) {
        const lines = await scenario(3);
        assert.equal(lines.at(-1), 'consumer: done');
        progress = lines.slice(0, -1).map((line) => Number(line.replace(' %', '')));
        assert.ok(isRising(progress), 'only ever more');
        assert.equal(progress.at(-1), 100);
      }
      assert.ok(progress.length >= 5, `told often: ${progress.join(' ')}`);
    },
  },
  {
    number: 4,
    result: 'the producer is told that the consumer failed, and why',
    check: async () => {
      const [crash, failure] = await scenario(4);
      assert.match(crash ?? '', /^peer-died: process \d+ ended without finishing, at 40 %$/);
      assert.equal(failure, 'failed: the disk is full');
    },
  },
  {
    number: 5,
    result: 'the consumer goes on when the producer crashes, and ends well',
    check: async () =>
      assert.deepEqual(await scenario(5), [
        'the producer is gone',
        'consumer reads: work on, whatever happens',
        'consumer: done, written after the crash',
      ]),
  },
  {
    number: 6,
    result: 'the producer sees that task X was done',
    check: async () =>
      assert.deepEqual(await scenario(6), [
        `task X of 2: done, ${Math.SQRT2}`,
        'task X of 9: done, 3',
        'task X of 144: done, 12',
      ]),
  },
];
