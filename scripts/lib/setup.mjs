import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, Refusal, root, step } from './run.mjs';
import { digestOf, isUpToDate, writeStamp } from './stamp.mjs';

const oldestNode = [20, 19];
const packagesStamp = 'node_modules/.framelatch-stamp';

/** Everything that a fresh clone lacks before anything can be built. Calm, and quick when it is all there. */
export async function setUp() {
  requireNode();
  requireToolchain();
  await installPackages();
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Refusal(`Node ${process.versions.node} is too old: install Node ${oldestNode.join('.')} or newer.`);
}

function requireToolchain() {
  const compiler = ['c++', 'g++', 'clang++', 'cl'].some((name) => findProgram(name));
  const missing = [!compiler && 'a C++20 compiler (g++)', !findProgram('cmake') && 'CMake (cmake)'].filter(Boolean);
  if (!missing.length) return;
  throw new Refusal(
    `Framelatch builds its addon here and needs ${missing.join(' and ')}: on Debian and Ubuntu, \`apt-get install g++ make cmake\`.`,
  );
}

async function installPackages() {
  const digest = digestOf(['package-lock.json', '.npmrc'], process.version);
  if (isUpToDate(packagesStamp, digest, 'node_modules')) return;
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : [npmCommand(), []];
  await step('Installing packages', command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (!existsSync(join(root, 'node_modules'))) throw new Refusal('npm ci left no node_modules folder.');
  writeStamp(packagesStamp, digest);
}

function npmCommand() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}
