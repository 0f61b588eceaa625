import { app, Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';

import type { MenuCommand } from '../protocol/ipc';
import { sendEvent } from './ipc-main';

/** The application menu; what concerns the picture is sent to the viewer as a command. */
export function setupMenu(window: BrowserWindow): void {
  const command = (label: string, accelerator: string, name: MenuCommand): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => sendEvent(window.webContents, 'menu:command', name),
  });
  const source: MenuItemConstructorOptions = {
    label: '&Source',
    submenu: [
      command('Open…', 'CmdOrCtrl+O', 'focus-source-box'),
      command('Close Source', 'CmdOrCtrl+W', 'close-source'),
      { type: 'separator' },
      command('Save Picture…', 'CmdOrCtrl+S', 'snapshot'),
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      command('Fit to Window', 'CmdOrCtrl+0', 'fit'),
      command('Actual Size', 'CmdOrCtrl+1', 'actual-size'),
      command('Pixelated', 'CmdOrCtrl+P', 'toggle-pixelated'),
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'reload' },
      { role: 'toggleDevTools' },
    ],
  };
  const help: MenuItemConstructorOptions = { role: 'help', submenu: [{ role: 'about' }] };
  app.setAboutPanelOptions({ applicationName: 'Framelatch', applicationVersion: app.getVersion() });
  Menu.setApplicationMenu(Menu.buildFromTemplate([source, { role: 'editMenu' }, view, help]));
  // Alt shows it; the space belongs to the picture.
  window.setAutoHideMenuBar(true);
}
