import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../support/paths';
import { requireProgram } from '../support/requires';
import { asString, environmentKey, expandable, longPath, untilLine } from './windows-install';
import { WindowsMachine } from './windows-machine';

/* framelatch-setup, by which the installer edits the user's PATH (native/setup/windows/environment.h). */

const built = join(root, 'out', 'native', 'win32-x64');
const folder = 'C:\\Program files\\Frame latch\\bin';
const done = 0;
const failed = 1;
const nothingToDo = 3;

test('the PATH of a user: added once, removed exactly, its type kept, and programs are told', async (context) => {
  if (!requireProgram(context, 'wine', 'wine wine64') || !requireProgram(context, 'Xvfb', 'xvfb')) return;
  const machine = await WindowsMachine.start(context);
  const change = async (verb: string) =>
    (await machine.run(join(built, 'framelatch-setup.exe'), 'path', verb, folder)).code;
  const read = () => machine.registryValue(environmentKey, 'Path');

  assert.equal(await change('remove'), nothingToDo);
  assert.equal(await read(), null, 'a user may have none');
  assert.equal(await change('add'), done);
  assert.equal(await read(), expandable(folder));
  assert.equal(await change('remove'), done);
  assert.equal(await read(), null);

  const listener = machine.start(join(built, 'setting_listener.exe'));
  context.after(() => listener.child.kill());
  await untilLine(listener, /ready/);
  for (const [before, after] of [
    [expandable(longPath), expandable(`${longPath};${folder}`)],
    [asString('C:\\a;'), asString(`C:\\a;;${folder}`)],
  ] as const) {
    await machine.setRegistryValue(environmentKey, 'Path', before);
    assert.equal(await change('add'), done);
    assert.equal(await read(), after);
    await untilLine(listener, /^Environment/);
    assert.equal(await change('add'), nothingToDo);
    assert.equal(await read(), after);
    assert.equal(await change('remove'), done);
    assert.equal(await read(), before);
    await untilLine(listener, /^Environment/);
  }

  // What is no text is not ours to mend; and a variable ends at 32,767 characters.
  for (const value of ['dword:00000001', expandable('D:\\x;'.repeat(6550))]) {
    await machine.setRegistryValue(environmentKey, 'Path', value);
    const before = await read();
    assert.equal(await change('add'), failed);
    assert.equal(await read(), before);
  }
});
