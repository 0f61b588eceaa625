import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { makeDebianBase } from './debian-base.mjs';
import { findProgram, root, run } from './run.mjs';
import { runPackageFiles } from './test-node.mjs';
import { findWine, prepareWine } from './wine.mjs';

/** Where test/packages/support.ts looks for the packages, and for those of a version before it. */
const runs = [
  ['--output', 'out/packages'],
  ['--output', 'out/packages-older', '--as-version', '0.0.9', '--only', 'deb,windows-setup'],
];

/** What signs the older packages: a certificate of its own making. None where the tools are missing. */
async function signingEnvironment(output) {
  if (!findProgram('openssl') || !findProgram('osslsigncode')) return process.env;
  const folder = join(root, output, 'signing');
  mkdirSync(folder, { recursive: true });
  const [certificate, key] = ['certificate.pem', 'key.pem'].map((name) => join(folder, name));
  const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=Framelatch tests'];
  const usage = ['-addext', 'extendedKeyUsage=codeSigning'];
  await run('openssl', [...kind, ...usage, '-keyout', key, '-out', certificate], { quiet: true });
  return { ...process.env, FRAMELATCH_SIGN_CERTIFICATE: certificate, FRAMELATCH_SIGN_KEY: key };
}

/** Makes every package; then each is installed, used and removed, in folders, namespaces and systems of its own. */
export async function runPackages(tally, prefix) {
  if (process.platform !== 'linux') return tally.skip('packages', 'these tests need Linux, mmdebstrap and Wine');
  // Fetching waits more than it works.
  const debian = makeDebianBase();
  for (const words of runs) {
    const args = ['scripts/dist.mjs', '--test-build', ...words];
    const env = words.includes('--as-version') ? await signingEnvironment(words[1]) : process.env;
    const { code, output } = await run(process.execPath, args, { quiet: true, env });
    const table = output.slice(output.lastIndexOf('\nfile ')).trim();
    tally.check(`npm run dist -- ${args.slice(1).join(' ')}`, code === 0, output);
    if (code !== 0) return undefined;
    process.stdout.write(`${table}\n`);
  }
  const failure = await debian;
  if (failure) tally.fail('a plain Debian 12', failure);
  // Each test that needs a Windows of its own has a copy.
  if (findWine()) await prepareWine();
  return runPackageFiles(tally, prefix);
}
