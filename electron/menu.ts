import { app, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';

import { contained } from '../engine/index';
import type { MenuCommand } from '../protocol/ipc';
import { reportFailure } from './failures';
import { chooseFile } from './file-question';
import { sendEvent } from './ipc-main';
import { strings } from './strings';
import type { Updater } from './update/updater';

const words = strings.menu;

/**
 * The application menu; what concerns the picture is sent to the viewer as a command.
 * @param onFile the user chose a file in the system's dialog
 * @param updater of a program that replaces itself
 */
export function setupMenu(window: BrowserWindow, onFile: (path: string) => void, updater: Updater | null): void {
  const command = (label: string, accelerator: string, name: MenuCommand): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => sendEvent(window.webContents, 'menu:command', name),
  });
  const openFile = async () => {
    const path = await chooseFile(window);
    if (path !== null) onFile(path);
  };
  const source: MenuItemConstructorOptions = {
    label: words.source,
    submenu: [
      command(words.open, 'CmdOrCtrl+O', 'focus-source-box'),
      { label: words.openFile, accelerator: 'CmdOrCtrl+Shift+O', click: contained(openFile, reportFailure) },
      { label: words.testPattern, click: () => sendEvent(window.webContents, 'menu:command', 'toggle-test-pattern') },
      command(words.closeSource, 'CmdOrCtrl+W', 'close-source'),
      { type: 'separator' },
      command(words.saveSnapshot, 'CmdOrCtrl+S', 'snapshot'),
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: words.view,
    submenu: [
      command(words.fit, 'CmdOrCtrl+0', 'fit'),
      command(words.actualSize, 'CmdOrCtrl+1', 'actual-size'),
      command(words.pixelated, 'CmdOrCtrl+P', 'toggle-pixelated'),
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'reload' },
      { role: 'toggleDevTools' },
    ],
  };
  const help: MenuItemConstructorOptions = { role: 'help', submenu: [...updateItems(updater), { role: 'about' }] };
  const own: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  app.setAboutPanelOptions({ applicationName: strings.appName, applicationVersion: app.getVersion() });
  Menu.setApplicationMenu(Menu.buildFromTemplate([...own, source, { role: 'editMenu' }, view, help]));
}

function updateItems(updater: Updater | null): MenuItemConstructorOptions[] {
  if (!updater) return [];
  const look = contained(() => updater.check(true), reportFailure);
  const turn = (item: Electron.MenuItem) => {
    updater.isOn = item.checked;
  };
  return [
    { label: words.checkForUpdates, click: look },
    { label: words.checkDaily, type: 'checkbox', checked: updater.isOn, click: turn },
    { type: 'separator' },
  ];
}
