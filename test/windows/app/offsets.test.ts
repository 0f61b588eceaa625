import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';

import { hasAll, parseOffsets } from '../../../engine/attach/offsets';
import { startDisplay } from '../../e2e/support/display';
import { root } from '../../support/paths';
import { finish } from '../../support/processes';
import { requireProgram } from '../../support/requires';

/*
 * The helper's offsets against programs that present: native/test/windows/present_probe.cc sets breakpoints at base + offset and
 * shares no code with the helper.
 */

const wineApp = join(root, 'scripts', 'wine-app.mjs');
const built = join(root, 'out', 'native', 'win32-x64');

/** What a Windows program prints, on a display of its own. */
function run(display: string, program: string, args: readonly string[]) {
  const env = { ...process.env, DISPLAY: display, FRAMELATCH_WINE_PROGRAM: join(built, program) };
  return finish(process.execPath, [wineApp, ...args], '', env);
}

/** `[dxgi]` and `present=0x1` as `dxgi.present=0x1`. */
function wordsOf(ini: string): string[] {
  let section = '';
  return ini.split(/\r?\n/).flatMap((line) => {
    section = /^\[(.*)\]$/.exec(line)?.[1] ?? section;
    return line.includes('=') ? [`${section}.${line}`] : [];
  });
}

test('a breakpoint at each offset of the helper receives that call of a Direct3D and an OpenGL program', async (context) => {
  if (!requireProgram(context, 'Xvfb', 'xvfb')) return;
  const display = await startDisplay(context);
  const { code, stderr: ini } = await run(display, 'framelatch-offsets64.exe', []);
  const offsets = parseOffsets(ini, 'the helper');
  for (const library of ['dxgi', 'd3d9', 'd3d8'] as const) assert.ok(hasAll(offsets, library), ini);
  assert.equal(code, 0);
  const words = wordsOf(ini);
  assert.ok(words.length >= 8, ini);
  const probe = await run(display, 'present_probe.exe', [...words, 'opengl']);
  const names = [...words.map((word) => word.slice(0, word.indexOf('='))), 'opengl'];
  assert.deepEqual(
    probe.stderr.trim().split(/\r?\n/),
    names.map((name) => `${name} received`),
  );
  // A probe that receives whatever it is told proves nothing: another function's place must be missed.
  const present1 = words.find((word) => word.startsWith('dxgi.present1=')) ?? '';
  const wrong = await run(display, 'present_probe.exe', [present1.replace('present1', 'present')]);
  assert.equal(wrong.stderr.trim(), 'dxgi.present missed');
});
