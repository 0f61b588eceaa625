import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { execute, Finding, search } from './fuzzer';
import { Random } from './random';
import type { Target } from './target';
import { targets } from './targets';

/*
 * Fuzzes one target of targets.ts, from the corpus beside this file; its result is a line of JSON. An input that ended the
 * target is put into out/fuzz. Run by scripts/lib/fuzz-script.mjs, in the project's folder.
 */

// Half of the time went into stacks that nobody reads; what is found is executed once more, with its stack.
Error.stackTraceLimit = 0;
const readStackLimit = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    input: { type: 'string' },
  },
});
const [name = ''] = positionals;
const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
if (!target) throw new Error(`there is no target '${name}'`);

const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;
try {
  const { executions, findings } = values.input === undefined ? searchIt() : executeOne(values.input);
  const perSecond = Math.round(executions / seconds());
  process.stdout.write(`${JSON.stringify({ executions, perSecond, crashes: 0, findings })}\n`);
} catch (thrown) {
  if (!(thrown instanceof Finding)) throw thrown;
  const path = join('out', 'fuzz', `${name}-crash-${Date.now()}`);
  mkdirSync(join('out', 'fuzz'), { recursive: true });
  writeFileSync(path, thrown.input);
  process.stderr.write(`${messageOf(target, thrown)}\n\nAgain: npm run fuzz -- ${name} --input ${path}\n`);
  process.exitCode = 1;
}

function searchIt() {
  if (!target) throw new Error('no target');
  const folder = join('test', 'fuzz', 'corpus', name);
  const corpus = readdirSync(folder).map((file) => new Uint8Array(readFileSync(join(folder, file))));
  const runs = values.runs === undefined ? Infinity : Number(values.runs);
  const limit = Number(values.seconds ?? (values.runs === undefined ? 5 : Infinity));
  const random = new Random(Number(values.seed ?? Date.now() % 2 ** 31));
  // The clock is looked at now and then.
  return search(target, corpus, random, (done) => done < runs && (done % 64 !== 0 || seconds() < limit));
}

function executeOne(path: string) {
  if (!target) throw new Error('no target');
  execute(target, new Uint8Array(readFileSync(path)));
  return { executions: 1, findings: 0 };
}

function messageOf(of: Target, finding: Finding): string {
  Error.stackTraceLimit = readStackLimit;
  try {
    execute(of, finding.input);
  } catch (thrown) {
    if (thrown instanceof Finding) return thrown.message;
  }
  return finding.message;
}
