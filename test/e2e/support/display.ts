import { spawn } from 'node:child_process';
import type { TestContext } from 'node:test';

import { atEnd } from '../../support/cleanup';

/** An X display of the test's own, ended with it. Resolves to its name. */
export async function startDisplay(context: TestContext): Promise<string> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  atEnd(context, async () => {
    server.kill();
    await ended;
  });
  // Xvfb writes the number that it chose when it is ready.
  const number = await new Promise<string>((resolve, reject) => {
    server.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}`)));
  });
  return `:${number}`;
}
