import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { root } from './run.mjs';
import { digestOf } from './stamp.mjs';

const path = join(root, 'out', 'fuzz', 'totals.json');

/**
 * Adds a run to what was run before, so that a long one may be made of short ones. Runs of another program count no more: each
 * total is kept beside the digest of the program that was run.
 * @param program relative to the root
 * @returns how often that program's target was executed in all
 */
export function addToTotal(target, program, executions) {
  const totals = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const digest = digestOf([program]);
  const before = totals[target]?.digest === digest ? totals[target].executions : 0;
  totals[target] = { digest, executions: before + executions };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(totals, null, 2)}\n`);
  return totals[target].executions;
}
