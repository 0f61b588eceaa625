import { join } from 'node:path';

import { configFolder } from '../engine/index';

/** Where the browser shell's settings are. */
export function settingsPath(env: NodeJS.ProcessEnv = process.env): string {
  return join(configFolder(env), 'browser-settings.json');
}
