import type { MenuCommand } from '../protocol/ipc';

/** Single keys, as in the tools beside which this one is open; the desktop shell's menu has the usual combinations. */
export const keyOf = {
  'focus-source-box': '/',
  fit: 'f',
  'actual-size': '1',
  'toggle-pixelated': 'p',
  snapshot: 's',
} as const satisfies Partial<Record<MenuCommand, string>>;

/** The command of a key, by `KeyboardEvent.key`. */
export function commandOf(key: string): MenuCommand | null {
  const found = Object.entries(keyOf).find(([, letter]) => letter === key.toLowerCase());
  return found ? (found[0] as MenuCommand) : null;
}
