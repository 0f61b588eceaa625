import { dialog, type BrowserWindow } from 'electron';

import { strings } from './strings';

const words = strings.fileQuestion;
const open = 1;

/** Asks by a window of the system, which no page can press a button of, whether the viewer may open a file. */
export async function askForFile(window: BrowserWindow, path: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: words.title,
    detail: `${visiblePath(path)}\n\n${words.why}`,
    buttons: [words.leave, words.open],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === open;
}

/** The user chooses a file; `null` when none was chosen. */
export async function chooseFile(window: BrowserWindow): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog(window, { title: words.choose, properties: ['openFile'] });
  return filePaths[0] ?? null;
}

/** What would break the line or turn its direction is written as its code, so that a path cannot look like another. */
export function visiblePath(path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
