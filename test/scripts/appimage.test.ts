import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';

import { temporaryFolder } from '../support/layouts';
import { root } from '../support/paths';
import { requireProgram } from '../support/requires';

interface App {
  readonly suffix: string;
}

interface AppImage {
  appImageObstacle(app: App): string | null;
  makeAppImage(app: App, file: string): Promise<void>;
}

const load = async () => (await import(pathToFileURL(join(root, 'scripts/dist/appimage.mjs')).href)) as AppImage;
const variable = 'FRAMELATCH_APPIMAGE_RUNTIME';

/** Sets the variable for one test. */
function nameRuntime(context: TestContext, file: string | undefined): void {
  const before = process.env[variable];
  const set = (value: string | undefined) => {
    if (value === undefined) delete process.env[variable];
    else process.env[variable] = value;
  };
  set(file);
  context.after(() => set(before));
}

test('AppImage: a release takes no runtime that nobody named; one for tests has its own', async (context) => {
  if (!requireProgram(context, 'mksquashfs', 'squashfs-tools')) return;
  const { appImageObstacle } = await load();
  nameRuntime(context, undefined);
  assert.match(appImageObstacle({ suffix: '' }) ?? '', /FRAMELATCH_APPIMAGE_RUNTIME.*runtime-x86_64/);
  assert.equal(appImageObstacle({ suffix: '-test' }), null);
});

test('AppImage: what is named as its runtime and is none, or is not there, is refused', async (context) => {
  const { makeAppImage } = await load();
  const file = join(temporaryFolder(context), 'runtime');
  nameRuntime(context, file);
  await assert.rejects(makeAppImage({ suffix: '' }, 'unused'), /there is no .*runtime/);
  writeFileSync(file, '\x7fELF and no AppImage');
  await assert.rejects(makeAppImage({ suffix: '' }, 'unused'), /no runtime of an AppImage of type 2/);
});
