import { join } from 'node:path';

import { app, dialog, type BrowserWindow } from 'electron';

import { writeFileWhole } from '../engine/files/write-file';
import { encodePng, type Session } from '../engine/index';
import { limitReached } from '../engine/page/source-opener';
import type { SnapshotResult } from '../protocol/ipc';
import { pictureName, withEnding } from './picture-name';
import { strings } from './strings';

let isSaving = false;

/**
 * Takes the picture first, then asks where to: a crashing producer does not wait for a dialog. One at a time: each holds a picture.
 * @throws FramelatchError `no-frame`, `no-memory`, `file-unwritable`, `limit-reached`
 */
export async function saveSnapshot(session: Session, window: BrowserWindow): Promise<SnapshotResult | null> {
  if (isSaving) throw limitReached('snapshot', 1, 'Answer the dialog of the one before first.');
  isSaving = true;
  try {
    return await takeAndSave(session, window);
  } finally {
    isSaving = false;
  }
}

async function takeAndSave(session: Session, window: BrowserWindow): Promise<SnapshotResult | null> {
  const { header, pixels } = await session.capture();
  const png = await encodePng({ width: header.width, height: header.height, pixels, keepAlpha: false });
  const { filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(picturesFolder(), pictureName(session.name, new Date())),
    filters: [{ name: strings.pictures, extensions: ['png'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (!filePath) return null;
  const path = withEnding(filePath);
  await writeFileWhole(path, png);
  return { path, suspect: header.suspect };
}

/** Where the dialog begins; a system without a home has no such folder. */
function picturesFolder(): string {
  try {
    return app.getPath('pictures');
  } catch {
    return app.getPath('temp');
  }
}
