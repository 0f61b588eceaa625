import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findProgram, root, run } from './run.mjs';

const model = join(root, 'native', 'reader', 'model', 'publication.pml');
/** Each breaks one rule of the protocol: a model that accepts it would prove nothing. */
const mistakes = ['TRUSTS_THE_INDEX', 'RELEASES_FIRST', 'IGNORES_MARK', 'OLDER_BUFFER', 'READER_MARKS'];
const deepest = '300000';
const longestMs = 600_000;

/** The lock protocol in every order of its steps, with SPIN; and with mistakes, which must be found. */
export async function runModel(tally) {
  if (!findProgram('spin')) return tally.skip('lock protocol', 'apt-get install spin');
  if (!findProgram('gcc')) return tally.skip('lock protocol', 'apt-get install gcc');
  const right = await search();
  const [states] = /\d+(?= states, stored)/.exec(right) ?? [];
  const isProved = states !== undefined && /errors: 0$/m.test(right) && !/Search not completed/.test(right);
  tally.check(`lock protocol: ${states} states`, isProved, right);
  for (const mistake of mistakes) {
    const output = await search(mistake);
    tally.check(
      `lock protocol: a reader or writer that ${wordsOf(mistake)}`,
      /assertion violated/.test(output),
      output,
    );
  }
  return undefined;
}

function wordsOf(mistake) {
  return mistake.toLowerCase().replaceAll('_', ' ');
}

/** Runs the checker that SPIN writes; gives what it says. */
async function search(mistake) {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-model-'));
  const options = { cwd: folder, quiet: true, timeoutMs: longestMs };
  try {
    const define = mistake ? [`-DMISTAKE_${mistake}`] : [];
    const made = await run('spin', [...define, '-a', model], options);
    const compiled = await run('gcc', ['-O2', '-w', '-DSAFETY', '-DCOLLAPSE', '-o', 'pan', 'pan.c'], options);
    if (made.code !== 0 || compiled.code !== 0) return made.output + compiled.output;
    return (await run(join(folder, 'pan'), [`-m${deepest}`, '-w24'], options)).output;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
