import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder } from './downloads.mjs';
import { findProgram, run } from './run.mjs';

/** A plain Debian 12 with apt and nothing else, unpacked by test/packages/debian.ts for each file of tests. */
const base = join(cacheFolder, 'debian-12.tar');

/** Where this machine has its own Debian 12 from; null on another system. */
function ownSources() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!/^VERSION_CODENAME=bookworm$/m.test(release)) return null;
  return ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'].find((path) => existsSync(path)) ?? null;
}

/** Makes it once; without root or mmdebstrap there is none, and its tests say so. Resolves to the failure's output or null. */
export async function makeDebianBase() {
  if (existsSync(base) || process.getuid() !== 0 || !findProgram('mmdebstrap')) return null;
  // What was recommended besides is not what a package may count on.
  const options = ['APT::Install-Recommends "false"', 'Acquire::Languages "none"'].map((line) => `--aptopt=${line}`);
  const partial = `${base}.partial`;
  const args = ['--variant=apt', '--quiet', ...options, '--format=tar', 'bookworm', partial, ownSources() ?? []].flat();
  const { code, output } = await run('mmdebstrap', args, { quiet: true });
  if (code === 0) renameSync(partial, base);
  else rmSync(partial, { force: true });
  return code === 0 ? null : output;
}
