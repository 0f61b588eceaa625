import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Tally } from './tally';

/** A reader (reader.ts) that is killed after a random while and started again, until the storm is over. */
export async function killReaders(
  script: string,
  title: string,
  source: string,
  tally: Tally,
  random: () => number,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const child = startReader(script, title, source, tally);
    // Some die while they open, most in the middle of frames.
    await sleep(150 + random() * 700);
    if (child.exitCode !== null) {
      tally.count('crashes', `the reader of ${title} ended by itself with ${child.exitCode}`);
    } else {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      tally.killed('reader');
    }
  }
}

function startReader(script: string, title: string, source: string, tally: Tally): ChildProcess {
  const child = spawn(process.execPath, [script, '--read', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'torn') tally.count('tornUnmarked', `reader of ${title}`);
    if (line === 'backwards') tally.count('orderBackwards', `reader of ${title}`);
  });
  return child;
}
