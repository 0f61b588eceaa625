import { openSync, readdirSync, readFileSync, readSync, closeSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, Refusal, root, run } from '../lib/run.mjs';

/*
 * Which libraries the shipped programs and libraries are linked with, and the packages that have them: read from the files
 * themselves, so that another Electron brings its own list. A library that it opens by name when it is there is no need:
 * the graphics card's (libGL.so.1, libEGL.so.1; without them the shipped SwiftShader draws), and those for notifications,
 * passwords and speech, which Framelatch has no use for.
 */

export const needsObstacle = () => (findProgram('objdump') ? null : 'apt-get install binutils');

/**
 * A library from the system, and the newest version of each set of its symbols that is used.
 * @typedef {{ soname: string, symbols: string[] }} Need
 */

/** @returns {Promise<Need[]>} by name, without the libraries that are shipped */
export async function systemLibraries(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).filter(isElf);
  const shipped = new Set(files.map(({ name }) => name));
  const needs = new Map();
  for (const path of paths) readNeeds(await headers(path), needs);
  const wanted = [...needs].filter(([soname]) => !shipped.has(soname) && !soname.startsWith('ld-linux'));
  return wanted.map(([soname, symbols]) => ({ soname, symbols: newest(symbols) })).toSorted(byName);
}

function isElf(path) {
  const magic = Buffer.alloc(4);
  const file = openSync(path, 'r');
  readSync(file, magic, 0, 4, 0);
  closeSync(file);
  return magic.toString('latin1') === '\x7fELF';
}

async function headers(path) {
  const { code, output } = await run('objdump', ['-p', path], { quiet: true });
  if (code !== 0) throw new Refusal(`objdump cannot read ${path}:\n${output.trim()}`);
  return output;
}

/** "NEEDED libm.so.6", and under "required from libm.so.6:" lines that end in "GLIBC_2.29". */
function readNeeds(text, needs) {
  const symbolsOf = (soname) => needs.get(soname) ?? needs.set(soname, new Set()).get(soname);
  let from = null;
  for (const line of text.split('\n')) {
    const needed = /^\s+NEEDED\s+(\S+)/.exec(line)?.[1];
    if (needed) symbolsOf(needed);
    from = /^\s+required from (\S+):/.exec(line)?.[1] ?? from;
    const symbol = /^\s+0x[0-9a-f]+ 0x[0-9a-f]+ \d+ (\S+)/.exec(line)?.[1];
    if (symbol) symbolsOf(from).add(symbol);
  }
}

/** Of GLIBC_2.17 and GLIBC_2.34 the latter; sets of symbols without numbers stay. */
function newest(symbols) {
  const best = new Map();
  for (const symbol of symbols) {
    const [, set, version] = /^(.*?)_?(\d[\d.]*)?$/.exec(symbol);
    const other = best.get(set);
    if (!other || isNewer(version ?? '0', other.version)) best.set(set, { symbol, version: version ?? '0' });
  }
  return [...best.values()].map(({ symbol }) => symbol).toSorted();
}

function isNewer(version, other) {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number));
  const at = a.findIndex((number, index) => number !== (b[index] ?? 0));
  return at >= 0 && a[at] > (b[at] ?? 0);
}

const byName = (a, b) => (a.soname < b.soname ? -1 : 1);

// The compiler's release that brought each set of libstdc++'s symbols; Debian numbers the package by it.
const libstdcxxReleases = { '3.4.28': '9', '3.4.29': '11', '3.4.30': '12', '3.4.32': '13', '3.4.33': '14' };

/** Depends of a deb: by build/linux/libraries, which the launcher reads as well. @param {Need[]} needs */
export function debianDepends(needs) {
  const table = new Map(libraryTable().map(([soname, ...packages]) => [soname, packages]));
  const versions = debianVersions(needs);
  const clauses = needs.map(({ soname }) => {
    const packages = table.get(soname);
    if (!packages) throw new Refusal(`build/linux/libraries names no package that has ${soname}.`);
    // The newer name first: where both are known, the old one is virtual, and apt may choose a stranger for it.
    const alternatives = packages.toReversed().join(' | ');
    return versions[packages[0]] ? `${alternatives} (>= ${versions[packages[0]]})` : alternatives;
  });
  return [...new Set(clauses)].toSorted();
}

/** Lines of a library's name, its package on Debian and Ubuntu, and the package's newer name where it has one. */
function libraryTable() {
  const lines = readFileSync(join(root, 'build', 'linux', 'libraries'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => line.split(' '));
}

function debianVersions(needs) {
  const symbolOf = (soname, set) =>
    needs
      .find((need) => need.soname === soname)
      ?.symbols.find((symbol) => symbol.startsWith(`${set}_`))
      ?.slice(set.length + 1);
  const glibcs = needs.flatMap(({ symbols }) => symbols.filter((symbol) => /^GLIBC_\d/.test(symbol)));
  const glibc = glibcs.map((symbol) => symbol.slice(6)).reduce((a, b) => (isNewer(b, a) ? b : a), '0');
  const libstdcxx = symbolOf('libstdc++.so.6', 'GLIBCXX');
  if (libstdcxx && !libstdcxxReleases[libstdcxx]) {
    throw new Refusal(`It is not known which release of libstdc++ brought GLIBCXX_${libstdcxx}.`);
  }
  return { libc6: glibc, 'libstdc++6': libstdcxx && libstdcxxReleases[libstdcxx] };
}

/** Requires of an rpm: libraries and symbols themselves, which packages of every rpm distribution say that they provide. */
export function rpmRequires(needs) {
  return needs.flatMap(({ soname, symbols }) => [
    `${soname}()(64bit)`,
    ...symbols.map((symbol) => `${soname}(${symbol})(64bit)`),
  ]);
}
