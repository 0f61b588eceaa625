import { join } from 'node:path';

import { app, BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron';

import type { Settings } from '../protocol/ipc';
import { setupMenu } from './menu';
import { pageUrl } from './scheme';
import type { SettingsFile } from './settings';

const defaultSize = { width: 1280, height: 720 };
const smallestSize = { minWidth: 720, minHeight: 420 };

/** The app's one window. */
export class ViewerWindow {
  readonly #settings: SettingsFile;
  #window: BrowserWindow | null = null;

  constructor(settings: SettingsFile) {
    this.#settings = settings;
    this.applyTheme(settings.settings.theme);
    app.on('window-all-closed', () => app.quit());
  }

  get contents(): Electron.WebContents | null {
    return this.#window && !this.#window.isDestroyed() ? this.#window.webContents : null;
  }

  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  applyTheme(theme: Settings['theme']): void {
    nativeTheme.themeSource = theme;
  }

  open(): void {
    const window = new BrowserWindow({
      ...defaultSize,
      ...smallestSize,
      ...onScreen(this.#settings.bounds),
      useContentSize: this.#settings.bounds === null,
      show: false,
      title: 'Framelatch',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#15171a' : '#f4f5f7',
      webPreferences: {
        preload: join(__dirname, '..', 'preload', 'preload.cjs'),
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        // Frames are drawn whether or not the window is in front: a viewer beside a full-screen game is behind it.
        backgroundThrottling: false,
        spellcheck: false,
      },
    });
    this.#window = window;
    setupMenu(window);
    window.once('ready-to-show', () => window.show());
    window.on('close', () => this.#settings.keepBounds(window.getNormalBounds()));
    window.on('page-title-updated', (event) => event.preventDefault());
    void window.loadURL(pageUrl);
  }
}

/** Remembered bounds, when a display still shows them. */
function onScreen(bounds: Rectangle | null): Partial<Rectangle> {
  if (!bounds || bounds.width < smallestSize.minWidth || bounds.height < smallestSize.minHeight) return {};
  const area = screen.getDisplayMatching(bounds).workArea;
  const visibleWidth = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const visibleHeight = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
  return visibleWidth > 100 && visibleHeight > 100 ? bounds : {};
}
