import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

import { findProgram, root, run } from './run.mjs';
import { runCaseTests } from './test-node.mjs';

/*
 * Faults that were found from outside, told by what a user does and sees: each stays mended. `test/cases/` has them as tests;
 * where a folder of scripts stands beside the checkout, those run as well: by exit status, the command as their arguments.
 */

const scripts = join(root, '..', 'shared', 'cases');
const command = [process.execPath, join(root, 'cli', 'bin.mjs')];
const interpreters = { '.py': 'python3', '.sh': 'sh', '.mjs': process.execPath };
const longestMs = 180_000;

export async function runCases(tally, prefix = '') {
  await runCaseTests(tally, prefix);
  const beginning = prefix.replace(/^cases\//, '');
  const names = existsSync(scripts) ? readdirSync(scripts) : [];
  // What does not begin with a number is a part of others.
  for (const name of names.filter((each) => /^\d/.test(each) && each.startsWith(beginning)).sort()) {
    await runScript(tally, name);
  }
}

async function runScript(tally, name) {
  const interpreter = interpreters[extname(name)];
  if (!interpreter) return tally.fail(`script ${name}`, 'nothing is known that runs it');
  if (!existsSync(interpreter) && !findProgram(interpreter)) {
    return tally.skip(`script ${name}`, `apt-get install ${interpreter}`);
  }
  // Whatever it leaves, it leaves there.
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-case-'));
  const started = Date.now();
  const options = { cwd: folder, quiet: true, timeoutMs: longestMs };
  const { code, output } = await run(interpreter, [join(scripts, name), ...command], options);
  rmSync(folder, { recursive: true, force: true });
  tally.check(`script ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`, code === 0, output);
}
