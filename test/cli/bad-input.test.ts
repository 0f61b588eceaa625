import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmdirSync, symlinkSync, unlinkSync } from 'node:fs';
import { test } from 'node:test';

import { atEnd } from '../support/cleanup';
import { cliScript } from '../support/paths';
import { finish, framelatch, startPythonProducer, startSend, uniqueId } from '../support/processes';
import { requireProgram, requireThat } from '../support/requires';

interface Failure {
  readonly code: string;
  readonly operation: string;
  readonly target: string;
  readonly reason: string;
  readonly next: string;
}

/** The one JSON object on standard error of a failed job. */
async function failureOf(...args: string[]): Promise<Failure> {
  const { code, stdout, stderr } = await framelatch(...args, '--json');
  assert.equal(code, 1, `${args.join(' ')}: ${stdout}${stderr}`);
  const failure = JSON.parse(stderr) as Failure;
  for (const field of ['operation', 'target', 'reason', 'next'] as const) assert.ok(failure[field], field);
  return failure;
}

const headers: readonly (readonly [command: string, code: string])[] = [
  ['poke info 0 02000000', 'header-version-unsupported'],
  ['poke info 8 07000000', 'capture-type-unknown'],
  ['poke info 8 01000000', 'gpu-texture'],
  ['poke info 20 00000000', 'header-size-zero'],
  ['poke info 24 ffffffff', 'header-size-overflow'],
  ['poke info 16 63000000', 'format-unsupported'],
  ['poke info 36 05000000', 'pitch-too-small'],
  ['poke info 40 09000000', 'texture-missing'],
  ['poke info 44 ffffff7f', 'texture-too-small'],
  ['poke texture 4 f0ffffff', 'texture-offset-invalid'],
  ['poke texture 0 05000000', 'texture-index-invalid'],
  ['truncate texture 40', 'texture-too-small'],
  ['truncate texture 0', 'texture-too-small'],
  ['truncate info 12', 'mapping-too-small'],
];

for (const [command, expected] of headers) {
  test(`${command} is ${expected}`, async (context) => {
    if (!requireProgram(context, 'python3', 'python3')) return;
    const id = uniqueId();
    const producer = await startPythonProducer(context, id);
    await producer.ask('frame 01020304');
    await producer.ask(command);
    assert.equal((await failureOf('watch', String(id), '--seconds', '30')).code, expected);
    const inspected = await framelatch('inspect', String(id), '--json');
    const told = inspected.code === 0 ? JSON.parse(inspected.stdout).error : JSON.parse(inspected.stderr);
    assert.equal(told.code, expected);
    assert.equal((await framelatch('list', '--json')).code, 0);
  });
}

test('a name with backslashes, dots or nothing in it is refused; a path is a file’s, and says what is wrong with it', async () => {
  for (const name of ['a\\b', 'Local\\a\\b', '..', '']) {
    assert.equal((await failureOf('watch', name)).code, 'name-invalid', name);
  }
  const paths = [
    ['../no-such-file', 'mapping-missing'],
    ['/dev/shm/../no-such-file', 'mapping-missing'],
    ['/etc/passwd', 'layout-unknown'],
    ['/dev/shm/..', 'mapping-not-shared-memory'],
    ['/dev/null', 'mapping-not-shared-memory'],
  ] as const;
  for (const [path, code] of paths) assert.equal((await failureOf('watch', path)).code, code, path);
  assert.equal((await failureOf('watch', `Other${uniqueId()}`)).code, 'mapping-missing');
});

test('another process’s texture is never shown, though it has the number and the size that are wanted', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const id = uniqueId();
  const producer = await startPythonProducer(context, id, '--window', String(id));
  await producer.ask('frame 01020304');
  const texture = `/dev/shm/CaptureHook_Texture_${id}_1`;
  // As in the middle of a re-initialisation.
  renameSync(texture, `${texture}0`);
  atEnd(context, () => renameSync(`${texture}0`, texture));
  await startSend(context, uniqueId(), '--size', '64x64', '--fps', '30');
  assert.equal((await failureOf('watch', String(id), '--seconds', '30')).code, 'texture-missing');
});

test('a number that both dialects have is ambiguous, and both are named', async (context) => {
  const id = uniqueId();
  await startSend(context, id, '--size', '64x64', '--fps', '0');
  await startSend(context, id, '--size', '64x64', '--fps', '0', '--dialect', 'GameCapture');
  const failure = await failureOf('watch', String(id));
  assert.equal(failure.code, 'name-ambiguous');
  assert.match(failure.reason, /CaptureHook_HookInfo\d+ and GameCapture_HookInfo/);
});

test('what stands at a name and is no shared memory is refused', async (context) => {
  const name = `CaptureHook_HookInfo${uniqueId()}`;
  const path = `/dev/shm/${name}`;
  mkdirSync(path);
  assert.equal((await failureOf('watch', name)).code, 'mapping-not-shared-memory');
  rmdirSync(path);
  symlinkSync('/etc/hostname', path);
  atEnd(context, () => unlinkSync(path));
  assert.equal((await failureOf('watch', name)).code, 'mapping-not-shared-memory');
});

test('another user’s mapping is denied', async (context) => {
  if (!requireThat(context, process.getuid?.() === 0, 'only root can run a command as somebody else')) return;
  if (!requireProgram(context, 'setpriv', 'util-linux')) return;
  const id = uniqueId();
  await startSend(context, id, '--size', '64x64', '--fps', '0');
  const asNobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
  const { code, stderr } = await finish('setpriv', [
    ...asNobody,
    process.execPath,
    cliScript,
    'watch',
    String(id),
    '--json',
  ]);
  assert.equal(code, 1, stderr);
  assert.equal((JSON.parse(stderr) as Failure).code, 'mapping-denied');
});

test('a full tmpfs is no-space, and leaves nothing behind', async (context) => {
  if (!requireThat(context, process.getuid?.() === 0, 'only root can mount a small tmpfs')) return;
  if (!requireProgram(context, 'unshare', 'util-linux')) return;
  const send = `${process.execPath} ${cliScript} send 5 --size 1920x1080; echo "exit $?"; ls /dev/shm`;
  const script = `mount -t tmpfs -o size=1m tmpfs /dev/shm && ${send}`;
  const { stdout, stderr } = await finish('unshare', ['--mount', 'sh', '-c', script]);
  assert.match(stderr, /no-space/);
  assert.match(stdout, /exit 1\n$/);
});

test('hostile process names reach no terminal unescaped', async () => {
  const { escapeText } = await import('../../cli/text');
  assert.equal(escapeText('a\u001b[31mb\u202ec\u0007'), 'a\\x1b[31mb\\u{202e}c\\x07');
  assert.equal(escapeText('Ünïcode 게임'), 'Ünïcode 게임');
});

test('a taken name is not taken over', async (context) => {
  const id = uniqueId();
  await startSend(context, id, '--size', '64x64', '--fps', '0');
  const { code, stderr } = await framelatch('send', String(id), '--size', '64x64', '--fps', '0');
  assert.equal(code, 1);
  assert.match(stderr, /mapping-exists/);
});

test('what a killed producer left is replaced, and that is said', async (context) => {
  const id = uniqueId();
  const killed = await startSend(context, id, '--size', '64x64', '--fps', '0');
  killed.child.kill('SIGKILL');
  await killed.ended();
  const { code, stdout, stderr } = await framelatch('send', String(id), '--size', '32x32', '--frames', '1');
  assert.equal(code, 0, stderr);
  assert.match(stderr, new RegExp(`left behind: .*CaptureHook_HookInfo${id}`));
  assert.match(stdout, /32x32/);
});

test('an unfinished last frame on standard input is reported', async () => {
  const { code, stderr } = await finish(
    process.execPath,
    [cliScript, 'send', String(uniqueId()), '--size', '16x16', '--stdin'],
    'x'.repeat(1500),
  );
  assert.equal(code, 2);
  assert.match(stderr, /476 bytes of an unfinished frame after 1 whole/);
});
