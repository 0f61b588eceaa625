import { app, session } from 'electron';

import { isOurPage } from './scheme';

/** The window shows our page and nothing else: no navigation, no second window, no permission, no webview, no download. */
export function setupSecurity(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    const stay = (event: Electron.Event, url: string) => {
      if (!isOurPage(url)) event.preventDefault();
    };
    contents.on('will-navigate', stay);
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
