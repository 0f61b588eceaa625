#!/usr/bin/env node
// Packages the app: `npm run dist`, `node scripts/dist.mjs --help`.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { build } from './build.mjs';
import { packagedVersion, packApp, systems } from './dist/app-folder.mjs';
import { updateHelp, writeFeeds } from './dist/feed.mjs';
import { kinds } from './dist/kinds.mjs';
import { signApp } from './dist/signing.mjs';
import { describeFiles, packagesIn, printTable, writeSums } from './dist/sums.mjs';
import { main, Refusal, root } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';

const usage = `node scripts/dist.mjs [--linux] [--windows] [--dir] [--only KIND[,KIND]] [--test-build] [--release]
                      [--output FOLDER] [--as-version VERSION]

Makes every package that this machine can make, a table of them, and SHA256SUMS. Kinds:
${kinds.map(({ name, about }) => `  ${name.padEnd(18)} ${about}`).join('\n')}

--linux, --windows  for that system alone
--only              these kinds; one that cannot be made here is then a failure
--dir               only the unpacked folder of each system, no package
--test-build        lets test drivers attach (one fuse differs) and takes the Electron for tests where there is no other
--release           never the Electron for tests; without this, packages are called -test when there is no other
--output            another folder than dist, relative to the project
--as-version        under another version, to try upgrades

Updates, by the environment (docs/updates.md):
${updateHelp}`;

function readOptions() {
  const flag = { type: 'boolean' };
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: {
      linux: flag,
      windows: flag,
      only: text,
      dir: flag,
      'test-build': flag,
      release: flag,
      output: { type: 'string', default: 'dist' },
      'as-version': text,
      help: flag,
    },
  });
  const only = values.only?.split(',') ?? null;
  const unknown = only?.find((name) => !kinds.some((kind) => kind.name === name));
  if (unknown) throw new Refusal(`There is no kind of package '${unknown}'.\n\n${usage}`);
  return { ...values, only, isTestBuild: values['test-build'] ?? false, version: values['as-version'] ?? null };
}

/** The systems that were named; else, for kinds, theirs; else all that can be packaged on this machine. */
function systemsFor(options) {
  const named = Object.keys(systems).filter((name) => options[name]);
  if (named.length) return named;
  if (options.only) return Object.keys(systems).filter((name) => kindsFor(name, options).length);
  if (options.dir) return Object.keys(systems).filter((name) => systems[name].platform === process.platform);
  return Object.keys(systems).filter((name) => systems[name].obstacle() === null);
}

function kindsFor(system, { only }) {
  return kinds.filter((kind) => kind.system === system && (!only || only.includes(kind.name)));
}

/** Makes one package; resolves to whether that did not fail. What cannot be made here is no failure unless it was named. */
async function make(kind, app, isNamed) {
  const obstacle = kind.obstacle(app);
  if (obstacle) {
    process.stdout.write(`${isNamed ? 'FAILED' : 'not made'}  ${kind.name}: ${obstacle}\n`);
    return !isNamed;
  }
  const file = join(app.output, kind.fileName(app));
  try {
    rmSync(file, { force: true });
    await kind.make(app, file);
    return true;
  } catch (thrown) {
    rmSync(file, { force: true });
    process.stdout.write(`FAILED  ${kind.name}: ${thrown instanceof Refusal ? thrown.message : thrown.stack}\n`);
    return false;
  }
}

async function packSystem(system, options) {
  const app = await packApp(system, options);
  if (system === 'windows') await signApp(app);
  if (options.dir) return true;
  let isGood = true;
  for (const kind of kindsFor(system, options)) isGood = (await make(kind, app, options.only !== null)) && isGood;
  return isGood;
}

async function tellFeeds(output, version) {
  const written = await writeFeeds(output, version);
  if (written.length) process.stdout.write(`signed for updates: ${written.join(', ')}\n`);
}

await main(async () => {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  await setUp();
  await build();
  let isGood = true;
  for (const system of systemsFor(options)) isGood = (await packSystem(system, options)) && isGood;
  if (!options.dir) {
    const output = join(root, options.output);
    const files = describeFiles(output, packagesIn(output));
    writeSums(output, files);
    printTable(files);
    if (isGood) await tellFeeds(output, packagedVersion(options.version));
  }
  return isGood ? 0 : 1;
});
