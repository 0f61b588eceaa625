import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { app, dialog, type BrowserWindow } from 'electron';

import { encodePng, type Session } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import type { SnapshotResult } from '../protocol/ipc';

/** Takes the picture first, then asks where to: a crashing producer does not wait for a dialog. */
export async function saveSnapshot(session: Session, window: BrowserWindow | null): Promise<SnapshotResult | null> {
  const { header, pixels } = await session.capture();
  const png = await encodePng({ width: header.width, height: header.height, pixels, keepAlpha: false });
  const stamp = new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-');
  const name = `${session.name.replace(/[^\w.-]/g, '_')}-${stamp}.png`;
  const options = {
    defaultPath: join(app.getPath('pictures'), name),
    filters: [{ name: 'PNG', extensions: ['png'] }],
  };
  const { filePath } = window ? await dialog.showSaveDialog(window, options) : await dialog.showSaveDialog(options);
  if (!filePath) return null;
  await writeWhole(filePath, png);
  return { path: filePath, suspect: header.suspect };
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.${process.pid}.part`;
  try {
    await writeFile(partial, bytes);
    await rename(partial, path);
  } catch (thrown) {
    throw new FramelatchError({
      code: 'file-unwritable',
      operation: 'write',
      target: path,
      reason: thrown instanceof Error ? thrown.message : String(thrown),
      next: 'Choose a folder that you may write to.',
    });
  }
}
