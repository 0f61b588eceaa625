import { join, resolve } from 'node:path';

import { root, run } from './run.mjs';

/** The targets of test/fuzz: what is parsed in TypeScript. */
export const scriptTargets = [
  'schema-text',
  'reading',
  'source-text',
  'frame-header',
  'stream-json',
  'pipe-message',
  'arguments',
  'offsets',
  'attach-record',
  'text',
  'struct',
  'task-header',
  'hook-log',
  'request',
];

/** What `bundleTests` made of it, relative to the root. */
export const scriptProgram = join('out', 'fuzz-script', 'fuzz.cjs');

/** @returns what the table says, and the output */
export async function runScriptTarget(target, { runs, seconds, input }) {
  const bound = runs === undefined ? ['--seconds', String(seconds)] : ['--runs', String(runs)];
  const args = [join(root, scriptProgram), target, ...(input === undefined ? bound : ['--input', resolve(input)])];
  const { code, output } = await run(process.execPath, args, { quiet: true });
  const line = output.trim().split('\n').at(-1) ?? '';
  if (code === 0) return { target, ...JSON.parse(line), output };
  return { target, executions: 0, perSecond: 0, crashes: 1, findings: 0, output };
}
