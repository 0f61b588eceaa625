import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { createPrivateFolder } from '../../engine/private-folder';
import type { Installer } from './installer';
import { reasonOf, refusal } from './refusals';

// What the installer is told (build/windows/installer.nsi): ask nothing, and start the program when it is in place.
const words = ['/S', '/RESTART=1'];

/** Whether setup has put the program there, and may replace it; a portable one has no uninstaller beside it. */
export function isInstalledBySetup(executable: string): boolean {
  return process.platform === 'win32' && existsSync(join(dirname(executable), 'Uninstall.exe'));
}

/**
 * Replaces an installed program of Windows by its own setup, which unpacks beside it first and asks this process to end when all
 * is there (electron/setup-end.ts). When setup gives up before that, it says why.
 * @param start runs the setup; resolves to its exit code
 */
export function windowsInstaller(start: (path: string) => Promise<number> = startSetup): Installer {
  return {
    system: 'win32-x64',
    // The next private folder of any process takes away those of dead ones.
    removeUnfinished: () => {},
    place: () => join(createPrivateFolder('update'), 'Framelatch-setup.exe'),
    install: async (path) => {
      const code = await start(path).catch((thrown: unknown) => {
        throw refusal('update-not-installed', 'start', path, reasonOf(thrown));
      });
      if (code !== 0) throw refusal('update-not-installed', 'run', path, reasonInLog() ?? `it ended with ${code}`);
    },
    // Setup does it.
    restart: () => {},
  };
}

function startSetup(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const setup = spawn(path, words, { detached: true, stdio: 'ignore' });
    setup.on('error', reject);
    // None when it was ended by somebody else.
    setup.on('exit', (code) => resolve(code ?? 1));
  });
}

/** What a silent setup says instead of showing a box: UTF-16 with a byte order mark. */
function reasonInLog(): string | null {
  try {
    return (
      readFileSync(join(tmpdir(), 'Framelatch-setup.log'), 'utf16le')
        .replace(/^\uFEFF/, '')
        .trim() || null
    );
  } catch {
    // It said nothing: the exit code is all there is.
    return null;
  }
}
