import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, Refusal, root, step } from './run.mjs';
import { digestOf, isUpToDate, writeStamp } from './stamp.mjs';

const oldestNode = [20, 19];
/** For CMake: in CI a warning is a failure; a user's compiler may be one that warns of more. */
export const strictness = `-DFRAMELATCH_WERROR=${process.env.CI ? 'ON' : 'OFF'}`;
const packagesStamp = 'node_modules/.framelatch-stamp';

/** Everything that a fresh clone lacks before anything can be built. Calm, and quick when it is all there. */
export async function setUp() {
  requireNode();
  await installPackages();
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Refusal(`Node ${process.versions.node} is too old: install Node ${oldestNode.join('.')} or newer.`);
}

/** What building the addon takes; said before the first attempt, in one sentence. */
export function requireToolchain() {
  if (process.platform === 'win32') return requireCMake(); // Visual Studio's compiler is not on the PATH
  const missing = [
    !compilerPath() && 'a C++20 compiler (g++)',
    !findProgram('cmake') && 'CMake (cmake)',
    !findProgram('ninja') && !findProgram('make') && 'make (make)',
  ].filter(Boolean);
  if (missing.length) {
    throw new Refusal(
      `Framelatch builds its addon here and needs ${missing.join(' and ')}: on Debian and Ubuntu, \`apt-get install g++ make cmake\`.`,
    );
  }
  if (!speaksCxx20()) {
    throw new Refusal(
      `${compilerPath()} knows no C++20: on Debian and Ubuntu, \`apt-get install g++\` brings one that does.`,
    );
  }
}

function requireCMake() {
  if (!findProgram('cmake'))
    throw new Refusal('Framelatch builds its addon here and needs CMake and Visual Studio’s C++.');
}

function compilerPath() {
  return process.env.CXX ?? ['c++', 'g++', 'clang++'].map(findProgram).find(Boolean);
}

/** std::atomic_ref is the youngest thing that the addon uses: g++ 10 has it. */
function speaksCxx20() {
  const probe = '#include <version>\n#ifndef __cpp_lib_atomic_ref\n#error too old\n#endif\n';
  const args = ['-std=c++20', '-fsyntax-only', '-x', 'c++', '-'];
  const [command, ...more] = compilerPath().split(' '); // CXX may be `ccache g++`
  return spawnSync(command, [...more, ...args], { input: probe, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;
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
