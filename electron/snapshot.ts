import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { app, dialog, type BrowserWindow } from 'electron';

import { encodePng, type Session } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import type { SnapshotResult } from '../protocol/ipc';
import { pictureName, withEnding } from './picture-name';
import { strings } from './strings';

/** Takes the picture first, then asks where to: a crashing producer does not wait for a dialog. */
export async function saveSnapshot(session: Session, window: BrowserWindow): Promise<SnapshotResult | null> {
  const { header, pixels } = await session.capture();
  const png = await encodePng({ width: header.width, height: header.height, pixels, keepAlpha: false });
  const { filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('pictures'), pictureName(session.name, new Date())),
    filters: [{ name: strings.pictures, extensions: ['png'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (!filePath) return null;
  const path = withEnding(filePath);
  await writeWhole(path, png);
  return { path, suspect: header.suspect };
}

/** Whole or not at all. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.${process.pid}.part`;
  try {
    await writeFile(partial, bytes);
    await rename(partial, path);
  } catch (thrown) {
    await rm(partial, { force: true }).catch(() => {});
    throw new FramelatchError({
      code: 'file-unwritable',
      operation: 'write',
      target: path,
      reason: thrown instanceof Error ? thrown.message : String(thrown),
      next: 'Choose a folder that you may write to and that has space.',
    });
  }
}
