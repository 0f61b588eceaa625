import assert from 'node:assert/strict';
import { existsSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { atEnd } from '../support/cleanup';
import { temporaryFolder, uniqueName } from '../support/layouts';
import { Conversation, startPythonProducer, startSend, uniqueId } from '../support/processes';
import { requireProgram, requireThat } from '../support/requires';
import { nextLine } from '../support/watch-lines';
import { bin, object, run, shell } from './support';

const writer = `import sys,time
f=open(sys.argv[1],"w+b",buffering=0); n=0
while True:
    n+=1; f.seek(0); f.write(bytes((n%256,64,128,255))*(64*48))
    if n==1: print("ready",flush=True)
    time.sleep(1/30)`;

test('02: a producer that writes by write() lives, and what it writes stays', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const name = uniqueName();
  const path = object(context, name, new Uint8Array(0));
  const producer = new Conversation('python3', ['-c', writer, path]);
  atEnd(context, async () => {
    producer.child.kill();
    await producer.ended();
  });
  await producer.next();
  const layout = ['--layout', 'raw 64x48 B8G8R8A8_UNORM'];
  const watched = await run('watch', name, ...layout, '--frames', '5');
  const inspected = await run('inspect', name, ...layout);
  for (const { code, stdout } of [watched, inspected]) {
    assert.equal(code, 0);
    assert.doesNotMatch(stdout, /gone|No process/);
  }
  await run('clean', name, '--yes');
  assert.ok(existsSync(path));
});

test('03: a producer beyond a PID namespace is not called gone, and keeps its objects', async (context) => {
  if (!requireThat(context, process.getuid?.() === 0, 'only root can make a PID namespace')) return;
  const id = uniqueId();
  await startSend(context, id, '--size', '64x48', '--fps', '30');
  const inside = (words: string) => `unshare -pf --mount-proc "$@" ${words}`;
  const names = `CaptureHook_HookInfo${id}`;
  const script = [`list | grep ${id}`, `watch ${id} --frames 3`, `clean ${names} --yes`].map(inside).join('; ');
  const { stdout, stderr } = await shell(script);
  assert.doesNotMatch(stdout + stderr, /its producer is gone/);
  assert.ok(existsSync(`/dev/shm/${names}`));
});

test('32: looking at a picture takes no memory that its producer never touched', async (context) => {
  const name = uniqueName();
  const path = object(context, name, Buffer.alloc(4096, 1));
  truncateSync(path, 2048 * 2048 * 4);
  const layout = ['--layout', 'raw 2048x2048 B8G8R8A8_UNORM'];
  const out = join(temporaryFolder(context), 'a.png');
  for (const words of [['watch', '--frames', '1'], ['snap', '--out', out], ['inspect']]) {
    const [command = '', ...rest] = words;
    const { code, stderr } = await run(command, name, ...layout, ...rest);
    assert.equal(code, 0, stderr);
    assert.ok(statSync(path).blocks * 512 <= 65536, command);
  }
});

test('30: a hook’s header with a format of another layout is an error that names it, and nobody’s death', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const id = uniqueId();
  const producer = await startPythonProducer(context, id);
  await producer.ask('frame 01020304');
  const out = join(temporaryFolder(context), 'a.png');
  for (const [format, name] of [
    [113, 'P8'],
    [103, 'NV12'],
    [0xffffffff, '4294967295'],
  ] as const) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(format);
    await producer.ask(`poke info 16 ${bytes.toString('hex')}`);
    for (const words of [['watch', '--seconds', '4'], ['snap', '--out', out], ['inspect']]) {
      const [command = '', ...rest] = words;
      const { code, stdout, stderr } = await run(command, String(id), ...rest);
      assert.ok([0, 1].includes(code), `${command} ended with ${code}`);
      assert.ok(`${stdout}${stderr}`.includes(name) || `${stdout}${stderr}`.includes(String(format)), stdout + stderr);
    }
  }
});

test('31: after two publications between two looks the newest picture is shown', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const id = uniqueId();
  const producer = await startPythonProducer(context, id);
  await producer.ask('frame 01010101');
  const watching = new Conversation(process.execPath, [bin, 'watch', String(id), '--json']);
  atEnd(context, async () => {
    watching.child.kill();
    await watching.ended();
  });
  await nextLine(watching, 'hash');
  let state = null;
  while (state?.kind !== 'stalled') state = JSON.parse(await watching.next()).state;
  producer.child.stdin?.write('frame 02020202\nframe 03030303\n');
  const fresh = JSON.parse((await run('watch', String(id), '--frames', '1', '--json')).stdout.split('\n')[0] ?? '');
  while ((await nextLine(watching, 'hash')).hash !== fresh.hash);
});

test('18, 27: a dump without masks is told by its masks; colours that are assumed are told to be', async (context) => {
  const folder = temporaryFolder(context);
  const out = ['--out', join(folder, 'a.png')];
  const words = [104, 7, 2, 24, 1, 1, 0, 1, 32, 1, 32, 24, 4, 4, 0, 0, 0, 8, 256, 0, 1, 1, 0, 0, 0];
  const dump = Buffer.alloc(108);
  words.forEach((word, at) => dump.writeUInt32BE(word, at * 4));
  const name = uniqueName();
  object(context, `${name}.xwd`, dump);
  const { code, stderr } = await run('snap', `/dev/shm/${name}.xwd`, '--layout', 'xwd', ...out);
  assert.ok(code === 0 || /mask/.test(stderr), stderr);
  object(context, name, Buffer.concat([Buffer.alloc(64, 81), Buffer.alloc(32, 90)]));
  assert.match((await run('snap', name, '--layout', 'raw 8x8 NV12', ...out)).stderr, /BT\.709/);
});
