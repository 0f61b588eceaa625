#!/usr/bin/env node
// `npm test`: sets the machine up and runs every stage. `npm test -- --help` says how to run less.

import { parseArgs } from 'node:util';

import { build } from './build.mjs';
import { main, Refusal } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { tellLeavings, watchLeavings } from './lib/test-leavings.mjs';
import { bundleTests } from './lib/test-node.mjs';
import { stages } from './lib/test-stages.mjs';
import { Tally } from './lib/tally.mjs';

const usage = `npm test -- [--only STAGE[,STAGE]] [--skip STAGE[,STAGE]] [--files PREFIX]

Stages, in order:
${stages.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n')}

--files runs only test files whose path below test/ begins with PREFIX (stages node, cases, app, windows and packages).
A stage or test that lacks a program is skipped by name; with CI=true that is a failure.`;

function chosenStages({ only, skip }) {
  const names = (text) => (text ? text.split(',') : []);
  for (const name of [...names(only), ...names(skip)]) {
    if (!stages.some((stage) => stage.name === name)) throw new Refusal(`There is no stage '${name}'.\n\n${usage}`);
  }
  return stages.filter(({ name }) => (!only || names(only).includes(name)) && !names(skip).includes(name));
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      skip: { type: 'string' },
      files: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const chosen = chosenStages(values);
  await setUp();
  await build();
  await bundleTests();
  const tally = new Tally();
  const leavings = watchLeavings();
  for (const stage of chosen) {
    const started = Date.now();
    process.stdout.write(`\n── ${stage.name}: ${stage.about}\n`);
    await stage.run(tally, values.files);
    process.stdout.write(`── ${stage.name}: ${((Date.now() - started) / 1000).toFixed(0)} s\n`);
  }
  tellLeavings(tally, leavings());
  return tally.finish();
});
