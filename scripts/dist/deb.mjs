import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, root } from '../lib/run.mjs';
import { description, homepage, summary } from './about.mjs';
import { debianDepends, needsObstacle, systemLibraries } from './linux-needs.mjs';
import { filesBelow, installedSize, readBuildFile, runPacker, setUpFiles, withLinuxTree } from './linux-tree.mjs';

export const debObstacle = () => (findProgram('dpkg-deb') ? needsObstacle() : 'apt-get install dpkg');

/** 1.0.0-beta.1 comes before 1.0.0: Debian writes that with a tilde. */
const debianVersion = ({ version }) => version.replace('-', '~');

function control(app, depends, size) {
  const fields = {
    Package: 'framelatch',
    Version: debianVersion(app),
    Architecture: 'amd64',
    Maintainer: 'The Framelatch developers <developers@framelatch.example>',
    'Installed-Size': size,
    Depends: depends.join(', '),
    Recommends: 'libegl1, libgl1',
    Section: 'devel',
    Priority: 'optional',
    Homepage: homepage,
    // A line that begins with a blank goes on.
    Description: [summary, ...description].join('\n '),
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** The licence's own text, indented and with its empty lines dotted, as Debian's format has it. */
function copyright() {
  const lines = readFileSync(join(root, 'LICENSE'), 'utf8').trim().split('\n');
  const text = lines.slice(lines.findIndex((line) => line.startsWith('Permission'))).map((line) => ` ${line || '.'}\n`);
  return readBuildFile('linux/deb/copyright') + text.join('');
}

/** What `dpkg --verify framelatch` compares with. */
function sums(tree) {
  const sumOf = (file) =>
    createHash('md5')
      .update(readFileSync(join(tree, file)))
      .digest('hex');
  return filesBelow(tree)
    .map((file) => `${sumOf(file)}  ${file}\n`)
    .join('');
}

/** A package for Debian and Ubuntu. */
export async function makeDeb(app, file) {
  const depends = debianDepends(await systemLibraries(app.folder));
  await withLinuxTree(app, setUpFiles, async (tree) => {
    // Debian's zsh looks for completions of packages here.
    renameSync(join(tree, 'usr/share/zsh/site-functions'), join(tree, 'usr/share/zsh/vendor-completions'));
    const folder = join(tree, 'usr/share/doc/framelatch');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'copyright'), copyright(), { mode: 0o644 });
    const size = installedSize(tree);
    const md5sums = sums(tree);
    const parts = join(tree, 'DEBIAN');
    mkdirSync(parts);
    writeFileSync(join(parts, 'control'), control(app, depends, size));
    writeFileSync(join(parts, 'md5sums'), md5sums);
    for (const script of ['postinst', 'prerm']) {
      cpSync(join(root, 'build/linux/deb', script), join(parts, script));
      chmodSync(join(parts, script), 0o755);
    }
    // Packages for tests are packed quickly; both kinds notice a damaged byte.
    const compression = app.suffix ? ['-Zgzip', '-z1'] : ['-Zxz'];
    await runPacker('dpkg-deb', ['--root-owner-group', ...compression, '--build', tree, file]);
  });
}
