import { app, session } from 'electron';

import { contained } from '../engine/index';
import { reportFailure } from './failures';
import { isOurPage, pageUrl } from './scheme';

// Whatever leaves by Chromium's network: our page comes by a scheme of its own.
const anyNetwork = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'] };

/**
 * The window shows our page and nothing else: no navigation, no second window, no permission, no webview, no download, no
 * network.
 */
export function setupSecurity(): void {
  closeNetwork();
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
    keepInside(defaultSession);
  });
}

/**
 * Before `ready`. Chromium asks for things by itself, such as a dictionary for the system's language although no page uses one:
 * no name has an address for it, nor does an address itself, nor a proxy.
 */
function closeNetwork(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('no-proxy-server');
}

/** What a page or the main process asks Chromium for over a network is refused before that. */
function keepInside(own: Electron.Session): void {
  own.webRequest.onBeforeRequest(anyNetwork, (_details, answer) => answer({ cancel: true }));
  // Else it tries name servers that it knows for DNS over HTTPS.
  app.configureHostResolver({ enableBuiltInResolver: false, secureDnsMode: 'off' });
}
