import { app, session } from 'electron';

import { contained } from '../engine/index';
import { reportFailure } from './failures';
import { isOurPage, pageUrl } from './scheme';

/** The window shows our page and nothing else: no navigation, no second window, no permission, no webview, no download. */
export function setupSecurity(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    const stay = (event: Electron.Event, url: string) => {
      if (!isOurPage(url)) event.preventDefault();
    };
    contents.on('will-navigate', stay);
    // Frames within the page, and, since Electron 25, whatever else begins in it.
    contents.on('will-frame-navigate', (event) => stay(event, event.url));
    // A page may leave for `about:blank` without asking; nothing of ours answers there, and it is not to stay.
    contents.on('did-navigate', (_navigation, url) => {
      if (!isOurPage(url)) contained(() => contents.loadURL(pageUrl), reportFailure)();
    });
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
  void app.whenReady().then(() => {
    const { defaultSession } = session;
    defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    defaultSession.setPermissionCheckHandler(() => false);
    defaultSession.setDevicePermissionHandler(() => false);
    defaultSession.on('will-download', (event) => event.preventDefault());
  });
}
