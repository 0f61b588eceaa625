import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { version } from '../../package.json';
import { root } from '../support/paths';
import { finish } from '../support/processes';
import { requireProgram } from '../support/requires';
import { openApp, seePixels, WineProducer } from '../windows/app/windows-app';
import { certificate, packageFile } from './support';
import {
  asString,
  environmentKey,
  expandable,
  Installation,
  longPath,
  uninstallKey,
  untilLine,
} from './windows-install';
import { linkFolder, WindowsMachine } from './windows-machine';

const patienceMs = 60_000;
// The Electron of the tests: scripts/lib/runtimes-windows.mjs.
const electronVersion = '22.3.25';
const hook = '3091';
const refused = 3;
const stillRunning = 4;
const failed = 5;

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, what);
    await sleep(100);
  }
}

/** The installer with some bytes of its data turned over, or with most of it missing. */
function damaged(folder: string, how: 'changed' | 'cut'): string {
  const file = join(folder, `${how}.exe`);
  const bytes = readFileSync(packageFile('win-x64-setup.exe'));
  bytes.write('damaged!', 5_000_000);
  writeFileSync(file, how === 'cut' ? bytes.subarray(0, 1_000_000) : bytes);
  return file;
}

async function installOlder(installation: Installation): Promise<void> {
  const { machine } = installation;
  await machine.setRegistryValue(environmentKey, 'Path', expandable(longPath));
  assert.equal(await installation.install('older', '/PATH=1'), 0, installation.refusal());
  assert.equal(await machine.registryValue(uninstallKey, 'DisplayVersion'), asString('0.0.9'));
  assert.equal(await machine.registryValue(uninstallKey, 'Publisher'), asString('The Framelatch developers'));
  const size = /^dword:(.*)$/.exec((await machine.registryValue(uninstallKey, 'EstimatedSize')) ?? '')?.[1];
  assert.ok(Number.parseInt(size ?? '', 16) > 100_000, 'in KB');
  assert.ok(existsSync(machine.path(installation.entry)), 'in the Start menu');
  const bin = `${installation.folder}\\bin`;
  assert.equal(await machine.registryValue(environmentKey, 'Path'), expandable(`${longPath};${bin}`));
}

async function verifySignatures(context: TestContext, installation: Installation): Promise<void> {
  if (!requireProgram(context, 'osslsigncode', 'osslsigncode')) return;
  const addon = installation.file('resources', 'app.asar.unpacked', 'out', 'native', 'win32-x64', 'framelatch.node');
  const files = [packageFile('win-x64-setup.exe', 'older'), addon];
  for (const name of ['Framelatch.exe', 'Uninstall.exe']) files.push(installation.file(name));
  for (const file of files) {
    const { code, stdout } = await finish('osslsigncode', ['verify', '-CAfile', certificate, '-in', file]);
    assert.equal(code, 0, `${file}: ${stdout}`);
  }
}

/** With the window open, `serve` and an attachment at work: none of them is killed, and each has put away its own. */
async function upgradeWhileItRuns(context: TestContext, installation: Installation): Promise<void> {
  const { machine } = installation;
  const window = machine.start(installation.file('Framelatch.exe'), '--disable-gpu');
  const simulator = machine.start(join(root, 'out', 'native', 'win32-x64', 'hook_simulator.exe'), hook);
  context.after(() => simulator.child.kill());
  await untilLine(simulator, /ready/);
  const serve = machine.start(installation.file('Framelatch.exe'), 'serve');
  const attach = machine.start(installation.file('Framelatch.exe'), 'attach', hook);
  await untilLine(serve, /Framelatch is at/);
  await untilLine(attach, /begun to capture/);
  assert.equal(await installation.install('current', '/WAIT=60'), 0, installation.refusal());
  await untilLine(attach, /Detached: the hook.s settings are as they were/);
  for (const program of [serve, attach, window]) {
    await program.ended();
    assert.equal(program.child.exitCode, 0);
  }
  assert.equal(await machine.registryValue(uninstallKey, 'DisplayVersion'), asString(version));
  const bin = `${installation.folder}\\bin`;
  assert.equal(await machine.registryValue(environmentKey, 'Path'), expandable(`${longPath};${bin}`), 'once');
  assert.deepEqual(
    readdirSync(installation.file()).filter((name) => name.startsWith('.')),
    [],
  );
}

async function useTheCommand(installation: Installation): Promise<void> {
  // Electron's own first line is empty: docs/windows-semantics.md.
  assert.deepEqual(await installation.command('--version'), { code: 0, output: `\n${version}\n` });
  const { code, output } = await installation.command('list');
  assert.equal(code, 0, output);
  assert.equal((await installation.command('list', '--no-such-option')).code, 2);
}

async function seeAProducer(context: TestContext, installation: Installation): Promise<void> {
  const { display } = installation.machine;
  const page = await openApp(context, display, installation.file('Framelatch.exe'));
  await WineProducer.start(context, display, 'capture', 'CaptureHook', '3090');
  await page.getByTestId('source-CaptureHook_HookInfo3090').click();
  await seePixels(page);
}

async function refuseAndChangeNothing(context: TestContext, installation: Installation): Promise<void> {
  const before = installation.files();
  assert.equal(await installation.install('older'), refused, installation.refusal());
  assert.match(installation.refusal(), new RegExp(`Framelatch ${version} is installed, which is newer than 0\\.0\\.9`));
  const scratch = installation.machine.path('C:\\damaged');
  mkdirSync(scratch);
  for (const how of ['changed', 'cut'] as const) {
    assert.notEqual(await installation.run(damaged(scratch, how)), 0, how);
  }
  rmSync(scratch, { recursive: true });
  const setup = packageFile('win-x64-setup.exe');
  assert.equal(await installation.machine.runWithoutRoom(setup, '/S'), failed, installation.refusal());
  assert.match(installation.refusal(), /could not be unpacked into .*nothing was changed/);
  // A program that does not know what it is asked.
  const stranger = installation.file('stranger.exe');
  copyFileSync(join(root, 'out', 'native', 'win32-x64', 'hook_simulator.exe'), stranger);
  const running = installation.machine.start(stranger, '3092');
  context.after(() => running.child.kill());
  await untilLine(running, /ready/);
  assert.equal(await installation.install('current', '/WAIT=1'), stillRunning);
  assert.match(installation.refusal(), /still runs \(stranger\.exe \d+\), and did not end within 1 s/);
  running.child.kill();
  await running.ended();
  rmSync(stranger);
  assert.deepEqual(installation.files(), before);
  assert.equal((await installation.command('--version')).output, `\n${version}\n`);
}

/** A bare Electron's script ends at once: no program on it can answer sooner. */
async function timeTheStart(installation: Installation): Promise<void> {
  const { machine } = installation;
  const bare = machine.path('C:\\bare');
  linkFolder(join(root, '.cache', 'windows', `electron-${electronVersion}`), bare);
  mkdirSync(join(bare, 'resources', 'app'), { recursive: true });
  writeFileSync(join(bare, 'resources', 'app', 'package.json'), JSON.stringify({ name: 'bare', main: 'main.js' }));
  writeFileSync(join(bare, 'resources', 'app', 'main.js'), "require('fs').writeSync(1, '0'); process.exit(0);");
  const time = async (program: string) => {
    const began = performance.now();
    await machine.run(program, '--version');
    return performance.now() - began;
  };
  // The least of each is what the machine's other work has disturbed least; as many rounds as that takes.
  const least = { bare: Infinity, framelatch: Infinity };
  for (let round = 0; round < 12 && !(round >= 2 && least.framelatch <= 1.3 * least.bare); ++round) {
    least.bare = Math.min(least.bare, await time(join(bare, 'electron.exe')));
    least.framelatch = Math.min(least.framelatch, await time(installation.file('Framelatch.exe')));
  }
  rmSync(bare, { recursive: true });
  assert.ok(least.framelatch <= 1.3 * least.bare, `${JSON.stringify(least)} ms`);
}

async function usePortable(context: TestContext, machine: WindowsMachine): Promise<void> {
  const folder = machine.path('C:\\portable');
  const { code, stderr } = await finish('7z', ['x', '-y', `-o${folder}`, packageFile('win-x64-portable.zip')]);
  assert.equal(code, 0, stderr);
  const [name = '', ...others] = readdirSync(folder);
  assert.match(name, /^Framelatch-\d+\.\d+\.\d+-test-win-x64-portable$/);
  assert.deepEqual(others, []);
  const answer = await machine.shell(`C:\\portable\\${name}\\bin\\framelatch.cmd`, '--version');
  assert.deepEqual(answer, { code: 0, output: `\n${version}\n` });
  const page = await openApp(context, machine.display, join(folder, name, 'Framelatch.exe'));
  await page.getByTestId('name-box').waitFor();
}

async function refuseAPlace(installation: Installation): Promise<void> {
  assert.equal(await installation.install('current', '/D=Z:\\proc\\framelatch'), failed);
  assert.match(installation.refusal(), /could not be unpacked into Z:\\proc\\framelatch/);
}

async function uninstall(installation: Installation): Promise<void> {
  const { machine } = installation;
  const foreign = installation.file('resources', 'of the user.txt');
  const settings = machine.path(`${machine.home}\\AppData\\Roaming\\Framelatch\\settings.json`);
  assert.ok(existsSync(settings), 'the window has written them');
  writeFileSync(foreign, 'mine');
  assert.equal(await installation.run(installation.file('Uninstall.exe')), 0);
  // It goes on in a copy of itself, as it cannot remove itself.
  await until('Uninstall.exe is gone', () => !existsSync(installation.file('Uninstall.txt')));
  await until('its key is gone', async () => (await machine.registryValue(uninstallKey, 'DisplayVersion')) === null);
  assert.deepEqual(installation.files(), [foreign]);
  assert.equal(readFileSync(foreign, 'utf8'), 'mine');
  assert.ok(existsSync(settings), 'settings stay');
  assert.ok(!existsSync(machine.path(installation.entry)), 'the entry has gone');
  assert.equal(await machine.registryValue(environmentKey, 'Path'), expandable(longPath));
}

test('the installer: a version before, this one over it while that runs, used, and removed', async (whole) => {
  if (!requireProgram(whole, 'wine', 'wine wine64') || !requireProgram(whole, 'Xvfb', 'xvfb')) return;
  const installation = new Installation(await WindowsMachine.start(whole));
  await whole.test('an older version, with a PATH of 3,000 characters', () => installOlder(installation));
  await whole.test('what is signed', (step) => verifySignatures(step, installation));
  await whole.test('this version over it, while it runs', (step) => upgradeWhileItRuns(step, installation));
  await whole.test('framelatch in a terminal', () => useTheCommand(installation));
  await whole.test('how soon it answers', () => timeTheStart(installation));
  await whole.test('its window and a producer', (step) => seeAProducer(step, installation));
  await whole.test('what is refused changes nothing', (step) => refuseAndChangeNothing(step, installation));
  await whole.test('a place that cannot be written', () => refuseAPlace(installation));
  await whole.test('the portable one beside it', (step) => usePortable(step, installation.machine));
  await whole.test('removed: but for settings and what is not its own', () => uninstall(installation));
});
