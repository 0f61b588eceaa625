import { join } from 'node:path';

import { app, BrowserWindow, nativeTheme, screen, type WebPreferences } from 'electron';

import type { SettingsFile } from '../engine/page/settings-file';
import type { ColorTheme } from '../protocol/ipc';
import { isVisible, smallestSize, validBounds, type Bounds } from './bounds';
import { pageUrl } from './scheme';
import { strings } from './strings';

const defaultSize = { width: 1280, height: 720 };
// As the page paints its ground, so that a new window does not flash.
const ground = { dark: '#15171a', light: '#f4f5f7' };
// An installed package has a desktop entry with its icon; an unpacked folder has only this.
const icon = join(__dirname, '..', '..', 'build', 'icons', '256x256.png');

const webPreferences: WebPreferences = {
  preload: join(__dirname, '..', 'preload', 'preload.cjs'),
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  webSecurity: true,
  // Frames are drawn whether or not the window is in front: a viewer beside a full-screen game is behind it.
  backgroundThrottling: false,
  spellcheck: false,
};

/** The app's one window, still without its page: see {@link showPage}. */
export function createWindow(settings: SettingsFile): BrowserWindow {
  applyTheme(settings.settings.theme);
  const bounds = onScreen(validBounds(settings.bounds));
  const window = new BrowserWindow({
    ...(bounds ?? defaultSize),
    useContentSize: bounds === null,
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    show: false,
    // Alt shows the menu: the space is the picture's.
    autoHideMenuBar: true,
    title: strings.appName,
    icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    webPreferences,
  });
  window.once('ready-to-show', () => window.show());
  window.on('close', () => settings.keepBounds(window.getNormalBounds()));
  app.on('window-all-closed', () => app.quit());
  return window;
}

/** Tells when the window can be seen no longer, and when again: nothing is drawn for nobody. */
export function watchShown(window: BrowserWindow, tell: (isShown: boolean) => void): void {
  const isShown = () => !window.isDestroyed() && window.isVisible() && !window.isMinimized();
  window.on('minimize', () => tell(false));
  window.on('hide', () => tell(false));
  window.on('restore', () => tell(true));
  window.on('show', () => tell(true));
  // A page that begins believes that it is seen.
  window.webContents.on('did-finish-load', () => tell(isShown()));
}

/** Loads the viewer, once everything that answers it is in place. */
export function showPage(window: BrowserWindow): void {
  void window.loadURL(pageUrl);
}

export function applyTheme(theme: ColorTheme): void {
  nativeTheme.themeSource = theme;
}

/** Remembered bounds, when a display still shows them. */
function onScreen(bounds: Bounds | null): Bounds | null {
  return bounds && isVisible(bounds, screen.getDisplayMatching(bounds).workArea) ? bounds : null;
}
