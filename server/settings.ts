import { defaultSettings, validSettings, type Settings } from '../protocol/ipc';

/** The browser shell's settings live as long as the server: a browser may be anybody's. */
export function createSettings(): { read(): Settings; write(change: Partial<Settings>): Settings } {
  let current = defaultSettings;
  return {
    read: () => current,
    write: (change) => {
      current = validSettings({ ...current, ...change });
      return current;
    },
  };
}
