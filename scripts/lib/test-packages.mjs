import { makeDebianBase } from './debian-base.mjs';
import { run } from './run.mjs';
import { runPackageFiles } from './test-node.mjs';

/** Where test/packages/support.ts looks for the packages, and for those of a version before it. */
const runs = [
  ['--output', 'out/packages'],
  ['--output', 'out/packages-older', '--as-version', '0.0.9', '--only', 'tar.gz,deb'],
];

/** Makes every package; then each is installed, used and removed, in folders, namespaces and systems of its own. */
export async function runPackages(tally, prefix) {
  if (process.platform !== 'linux') return tally.skip('packages', 'these tests need Linux, mmdebstrap and Wine');
  // Fetching waits more than it works.
  const debian = makeDebianBase();
  for (const words of runs) {
    const args = ['scripts/dist.mjs', '--test-build', ...words];
    const { code, output } = await run(process.execPath, args, { quiet: true });
    const table = output.slice(output.lastIndexOf('\nfile ')).trim();
    tally.check(`npm run dist -- ${args.slice(1).join(' ')}`, code === 0, output);
    if (code !== 0) return undefined;
    process.stdout.write(`${table}\n`);
  }
  const failure = await debian;
  if (failure) tally.fail('a plain Debian 12', failure);
  return runPackageFiles(tally, prefix);
}
