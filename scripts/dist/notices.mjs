import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Refusal, root, run } from '../lib/run.mjs';

/*
 * What goes into every package about its parts: a bill of materials and the licences. Which packages have code in a bundle
 * is written down while bundling (build/bundled-packages.ts); the lockfile says the rest.
 */

/** electron-builder takes them from here (build/electron-builder.ts). */
export const noticesFolder = join('out', 'notices');
const bundledFolder = join(root, 'out', 'bundled-packages');
// Bundles that are in a package; the others are tests' and examples'.
const shippedBundles = ['main', 'preload', 'worker', 'renderer', 'renderer-worker'];
// Headers that the addon is compiled with.
const compiledIn = ['node_modules/node-addon-api', 'node_modules/node-api-headers'];

/**
 * An npm package whose code is in what is shipped.
 * @typedef {{ folder: string, name: string, version: string, license: string }} Shipped
 */

/** @returns {Shipped[]} by name */
function shippedPackages() {
  const listed = shippedBundles.flatMap((name) =>
    JSON.parse(readFileSync(join(bundledFolder, `${name}.json`), 'utf8')),
  );
  return [...new Set([...listed, ...compiledIn])].toSorted().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    return { folder: join(root, folder), name, version, license };
  });
}

/** The text of a package's licence; one without a licence cannot be shipped. */
function licenceOf({ folder, name }) {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (!file)
    throw new Refusal(`${name} is in the app and has no licence file: leave it out, or ask its authors for one.`);
  return readFileSync(join(folder, file), 'utf8').trim();
}

function licencesText(shipped) {
  const parts = shipped.map((each) => `${each.name} ${each.version} (${each.license})\n\n${licenceOf(each)}\n`);
  const electron = 'Electron and Chromium: LICENSE.electron.txt and LICENSES.chromium.html beside this file.\n';
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return [`What others wrote and Framelatch contains.\n\n${electron}`, ...parts].join(rule);
}

/** All that npm knows from the lockfile, as CycloneDX. */
async function billOfTheLockfile() {
  const npm = process.env.npm_execpath;
  const [command, words] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const args = [...words, 'sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--loglevel=error'];
  const { code, output } = await run(command, args, { quiet: true });
  if (code !== 0) throw new Refusal(`npm sbom failed:\n${output.trim()}`);
  return JSON.parse(output);
}

/** Of the lockfile's components those that are shipped, and the Electron that is. */
function billOf(whole, shipped, { electronVersion, version }) {
  const components = shipped.map((each) => {
    const found = whole.components.find((one) => one.name === each.name && one.version === each.version);
    if (!found) throw new Refusal(`The lockfile does not name ${each.name} ${each.version}, which is in the app.`);
    // To npm it is a tool of development: everything is bundled.
    return { ...found, scope: 'required', properties: [] };
  });
  const electron = {
    'bom-ref': `electron@${electronVersion}`,
    type: 'framework',
    name: 'electron',
    version: electronVersion,
    purl: `pkg:npm/electron@${electronVersion}`,
    licenses: [{ license: { id: 'MIT' } }],
  };
  const own = `framelatch@${version}`;
  const parts = [electron, ...components];
  return {
    ...whole,
    metadata: {
      ...whole.metadata,
      component: {
        'bom-ref': own,
        type: 'application',
        name: 'framelatch',
        version,
        licenses: [{ license: { id: 'MIT' } }],
        purl: `pkg:npm/framelatch@${version}`,
      },
    },
    components: parts,
    dependencies: [{ ref: own, dependsOn: parts.map((part) => part['bom-ref']) }],
  };
}

/** Writes sbom.cdx.json and LICENSES.third-party.txt for an app of that version in that Electron. */
export async function writeNotices(app) {
  if (!existsSync(bundledFolder)) throw new Refusal('The bundles do not say what is in them: npm run build.');
  const shipped = shippedPackages();
  const folder = join(root, noticesFolder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'LICENSES.third-party.txt'), licencesText(shipped));
  const bill = billOf(await billOfTheLockfile(), shipped, app);
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 1)}\n`);
}
