import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

import { findProgram, run, Refusal } from '../lib/run.mjs';

export const tarObstacle = () => (findProgram('tar') ? null : 'tar is missing');
export const zipObstacle = () => (findProgram('zip') || process.platform === 'win32' ? null : 'apt-get install zip');

/** What archives hold: one folder that is called as the archive is. */
async function withNamedFolder(app, file, ending, pack) {
  const scratch = mkdtempSync(join(app.output, 'archive-'));
  const name = basename(file).slice(0, -ending.length);
  try {
    cpSync(app.folder, join(scratch, name), { recursive: true, verbatimSymlinks: true });
    await pack(scratch, name, join(scratch, basename(file)));
    renameSync(join(scratch, basename(file)), file);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function packInto(command, args, options) {
  const { code, output } = await run(command, args, { quiet: true, ...options });
  if (code !== 0) throw new Refusal(`${command} failed:\n${output.trim()}`);
}

// Nobody downloads a package for tests.
const level = ({ suffix }) => (suffix ? '-1' : '-9');

export async function makeTarball(app, file) {
  await withNamedFolder(app, file, '.tar.gz', async (scratch, name, target) => {
    const sameEverywhere = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner'];
    const env = { ...process.env, GZIP: level(app) };
    await packInto('tar', [...sameEverywhere, '-C', scratch, '-czf', target, name], { env });
  });
}

export async function makeZip(app, file) {
  await withNamedFolder(app, file, '.zip', async (scratch, name, target) => {
    // Windows brings a tar that writes zip archives.
    if (process.platform === 'win32') await packInto('tar', ['-a', '-C', scratch, '-cf', target, name]);
    else await packInto('zip', ['-q', '-r', '-X', level(app), target, name], { cwd: scratch });
  });
}
