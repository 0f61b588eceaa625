import { spawn } from 'node:child_process';

/** A virtual X display. Resolves to its name and the way to end it. */
export async function startDisplay(): Promise<{ name: string; stop: () => void }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    server.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    server.once('error', () => reject(new Error('Xvfb is missing: apt-get install xvfb')));
  });
  return { name: `:${number}`, stop: () => server.kill() };
}
