#!/usr/bin/env node
// `npm run fuzz`: feeds what is parsed with bytes that nobody vouches for. `npm run fuzz -- --help` says how.

import { parseArgs } from 'node:util';

import { nativeProgram, nativeTargets, runNativeTarget } from './lib/fuzz-native.mjs';
import { runScriptTarget, scriptProgram, scriptTargets } from './lib/fuzz-script.mjs';
import { addToTotal } from './lib/fuzz-totals.mjs';
import { main, Refusal } from './lib/run.mjs';
import { bundleTests } from './lib/test-node.mjs';

const targets = [...nativeTargets, ...scriptTargets];
const usage = `npm run fuzz -- TARGET --minutes N     as long as that
npm run fuzz -- TARGET --runs N        so many executions
npm run fuzz -- TARGET --input FILE    one input, as of a crash
npm run fuzz -- --all [--runs N | --minutes N]   every target (5 s each unless said otherwise), and a table

Targets: ${targets.join(', ')}

What is found is put into out/fuzz/TARGET; what ended a target into out/fuzz, by the target's name.
In all: with the runs before of the same program, so that a long run may be made of short ones.`;

const defaultSeconds = 5;

function boundOf({ runs, minutes }) {
  const number = (text, name) => {
    const value = Number(text);
    if (Number.isFinite(value) && value > 0) return value;
    throw new Refusal(`--${name} takes a number above 0.\n\n${usage}`);
  };
  if (runs !== undefined) return { runs: number(runs, 'runs') };
  return { seconds: minutes === undefined ? defaultSeconds : number(minutes, 'minutes') * 60 };
}

const columns = ['target', 'executions', 'in all', 'per second', 'crashes', 'new findings'];

function printTable(rows) {
  const cells = rows.map((row) =>
    [row.target, row.executions, row.inAll, row.perSecond, row.crashes, row.findings].map(String),
  );
  const widths = columns.map((title, at) => Math.max(title.length, ...cells.map((row) => row[at].length)));
  const line = (row) => row.map((cell, at) => (at ? cell.padStart(widths[at]) : cell.padEnd(widths[at]))).join('  ');
  process.stdout.write(`\n${[columns, ...cells].map(line).join('\n')}\n`);
}

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      all: { type: 'boolean' },
      runs: { type: 'string' },
      minutes: { type: 'string' },
      input: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const chosen = values.all ? targets : positionals;
  const unknown = chosen.find((target) => !targets.includes(target));
  if (!chosen.length || unknown) throw new Refusal(unknown ? `There is no target '${unknown}'.\n\n${usage}` : usage);
  if (chosen.some((target) => scriptTargets.includes(target))) await bundleTests();
  const rows = [];
  for (const target of chosen) {
    const isNative = nativeTargets.includes(target);
    const runTarget = isNative ? runNativeTarget : runScriptTarget;
    process.stdout.write(`${target} …\n`);
    const row = await runTarget(target, values.input === undefined ? boundOf(values) : { input: values.input });
    if (row.crashes) process.stdout.write(`${row.output.slice(-6000)}\n`);
    rows.push({ ...row, inAll: addToTotal(target, isNative ? nativeProgram : scriptProgram, row.executions) });
  }
  printTable(rows);
  return rows.some(({ crashes }) => crashes > 0) ? 1 : 0;
});
