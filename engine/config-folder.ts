import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this system keeps what a user has set of a program. */
export function configFolder(env: NodeJS.ProcessEnv = process.env): string {
  const folders: Partial<Record<NodeJS.Platform, string>> = {
    win32: env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'),
    darwin: join(homedir(), 'Library', 'Application Support'),
  };
  const folder = folders[process.platform] ?? env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  return join(folder, 'framelatch');
}
