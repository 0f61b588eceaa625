import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { atEnd } from '../support/cleanup';
import { isGone, Start } from '../support/npm-start';
import { root } from '../support/paths';
import { requireProgram } from '../support/requires';
import { startDisplay } from './support/display';
import { rootFlags, temporaryFolder } from './support/viewer';

/* `npm start` with a window: whatever ends it, nothing that it started runs on. */

interface ChooseElectron {
  chooseElectron(platform: string, isTestBuild: boolean): Promise<{ electronFolder: string | null }>;
}

// Opens a folder as npm's Electron does, which the one for tests lacks.
const defaultApp = `
const { app } = require('electron');
const { join } = require('node:path');
const folder = process.argv[1];
process.defaultApp = true;
app.setAppPath(folder);
require(join(folder, require(join(folder, 'package.json')).main));
`;

/** A folder as Electron's \`dist\`, with a default app. */
async function electronFolder(context: TestContext): Promise<string> {
  const library = pathToFileURL(join(root, 'scripts', 'lib', 'choose-electron.mjs')).href;
  const { chooseElectron } = (await import(library)) as ChooseElectron;
  const { electronFolder: folder } = await chooseElectron('linux', true);
  assert.ok(folder !== null);
  if (existsSync(join(folder, 'resources', 'default_app.asar'))) return folder;
  // Electron looks for its app beside the file that it was started from: a hard link has a folder of its own.
  const own = `${folder}-default-app-${process.pid}`;
  atEnd(context, () => rmSync(own, { recursive: true, force: true }));
  const { status, stderr } = spawnSync('cp', ['-al', folder, own], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  mkdirSync(join(own, 'resources', 'app'), { recursive: true });
  writeFileSync(join(own, 'resources', 'app', 'package.json'), '{"main":"index.js"}');
  writeFileSync(join(own, 'resources', 'app', 'index.js'), defaultApp);
  return own;
}

/** Processes whose command line has these words. */
function processesWith(words: string): string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(words);
    } catch {
      return false;
    }
  });
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (; !holds(); await sleep(100)) assert.ok(Date.now() < deadline, `${what} does not come`);
}

describe('npm start with a window', () => {
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
    it(`takes the app with all its processes and the demo producer with it: ${signal}`, async (t) => {
      if (!requireProgram(t, 'Xvfb', 'xvfb')) return;
      const folder = await electronFolder(t);
      const env = {
        DISPLAY: await startDisplay(t),
        ELECTRON_OVERRIDE_DIST_PATH: folder,
        XDG_CONFIG_HOME: temporaryFolder(t),
      };
      const start = new Start(t, rootFlags, env);
      const pid = await start.says(/CaptureHook_HookInfo(\d+)/);
      await start.says(/^Opening the window/m);
      const own = () => processesWith(join(folder, 'electron'));
      await until('the page', () =>
        own().some((name) => readFileSync(`/proc/${name}/cmdline`).includes('--type=renderer')),
      );
      start.child.kill(signal);
      const code = await start.ended;
      if (signal !== 'SIGKILL') assert.equal(code, 0);
      await until('the end of the app', () => own().length === 0);
      assert.ok(await isGone(`/proc/${pid}`), 'the demo producer still runs');
      assert.equal(existsSync(`/dev/shm/CaptureHook_HookInfo${pid}`), false);
    });
  }
});
