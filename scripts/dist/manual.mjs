import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { importTypeScript } from '../lib/import-typescript.mjs';
import { root, run } from '../lib/run.mjs';

/** Below it everything lies as below /usr/share; electron-builder puts it into the app (build/electron-builder.ts). */
export const shareFolder = join('out', 'share');

/** Of the last commit, so that the same sources make the same page; today's where there is no repository. */
async function pageDate() {
  const { code, output } = await run('git', ['log', '-1', '--format=%cs'], { quiet: true }).catch(() => ({ code: 1 }));
  return code === 0 ? output.trim() : new Date().toISOString().slice(0, 10);
}

/** Writes the manual page and the completions, made from the commands themselves. */
export async function writeManual() {
  const { commandDocuments } = await importTypeScript('cli/documents.ts');
  rmSync(join(root, shareFolder), { recursive: true, force: true });
  for (const [path, text] of Object.entries(commandDocuments(await pageDate()))) {
    const file = join(root, shareFolder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
