import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { atEnd } from '../support/cleanup';
import { temporaryFolder, uniqueName } from '../support/layouts';
import { uniqueId } from '../support/processes';
import { requireThat } from '../support/requires';
import { bin, object, run, shell } from './support';

const layout = ['--layout', 'raw 4x4 B8G8R8A8_UNORM'];
const signature = Buffer.from('\x89PNG', 'latin1');

function region(context: TestContext): { folder: string; path: string } {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, 'raw'), Buffer.alloc(64));
  return { folder, path: join(folder, 'raw') };
}

test('22: a snapshot goes through links and into devices and FIFOs, and none of them is replaced', async (context) => {
  const { folder, path } = region(context);
  const script = `cd ${folder}; mkfifo fifo; ln -s /proc/self/fd/1 out; echo old > target; ln -s target link; exec 3>&1
    snap() { "$@" snap ${path} --layout '${layout[1]}' --out "${folder}/$name" 2>/dev/null; }
    name=out; snap "$@" > through; name=link; snap "$@"; cat fifo > read & name=fifo; snap "$@"; wait`;
  assert.equal((await shell(script)).code, 0);
  for (const name of ['through', 'target', 'read']) {
    assert.deepEqual(readFileSync(join(folder, name)).subarray(0, 4), signature, name);
  }
  assert.ok(lstatSync(join(folder, 'fifo')).isFIFO());
  for (const name of ['out', 'link']) assert.ok(lstatSync(join(folder, name)).isSymbolicLink(), name);
  assert.deepEqual(readdirSync(folder).sort(), ['fifo', 'link', 'out', 'raw', 'read', 'target', 'through']);
});

test('12: a snapshot into a folder fails and leaves nothing', async (context) => {
  const { folder, path } = region(context);
  mkdirSync(join(folder, 'in'));
  const { code, stderr } = await run('snap', path, ...layout, '--out', join(folder, 'in'));
  assert.deepEqual([code, /\[file-unwritable\]/.test(stderr)], [1, true]);
  assert.deepEqual(readdirSync(folder).sort(), ['in', 'raw']);
});

test('11: an empty XDG_CONFIG_HOME is none, and saves at once are all kept', async (context) => {
  const folder = temporaryFolder(context);
  const script = `cd ${folder}; "$@" save first 910001; for n in 1 2 3 4; do "$@" save "n$n" "91000$n" & done; wait; ls`;
  const { stdout } = await shell(script, { ...process.env, HOME: folder, XDG_CONFIG_HOME: '' });
  assert.equal(stdout, '');
  const saved = JSON.parse(readFileSync(join(folder, '.config', 'framelatch', 'sources.json'), 'utf8'));
  assert.deepEqual(Object.keys(saved).sort(), ['first', 'n1', 'n2', 'n3', 'n4']);
});

test('16: what is said of a path is about a path, and a descriptor’s memory opens', async (context) => {
  const { folder } = region(context);
  const out = ['--out', join(folder, 'a.png')];
  assert.equal((await shell(`mkfifo ${folder}/fifo`)).code, 0);
  for (const path of [join(folder, 'fifo'), '/dev/zero', folder]) {
    const { code, stderr } = await run('snap', path, ...layout, ...out);
    assert.equal(code, 1, path);
    assert.doesNotMatch(stderr, /\/dev\/shm under that name/, path);
  }
  const program =
    'import os,sys;f=os.memfd_create("x");os.write(f,bytes(64));print(f"/proc/{os.getpid()}/fd/{f}",flush=True);sys.stdin.read()';
  const owner = spawn('python3', ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  atEnd(context, () => owner.stdin.end());
  const [path] = await new Promise<Buffer[]>((resolve) => owner.stdout.once('data', (...data) => resolve(data)));
  const { code, stderr } = await run('snap', String(path).trim(), ...layout, ...out);
  assert.equal(code, 0, stderr);
});

test('17: /name opens what shm_open gave that name', async (context) => {
  const { folder } = region(context);
  const name = uniqueName();
  object(context, name, Buffer.alloc(64));
  const { code, stderr } = await run('snap', `/${name}`, ...layout, '--out', join(folder, 'a.png'));
  assert.equal(code, 0, stderr);
});

test('25: a /dev/shm that cannot be looked into is no empty one', async (context) => {
  if (!requireThat(context, process.getuid?.() === 0, 'only root can mount another /dev/shm')) return;
  const as = 'setpriv --reuid=65534 --regid=65534 --clear-groups';
  const mount = (options: string, command: string) =>
    shell(`exec unshare -m sh -c 'mount -t tmpfs -o ${options} tmpfs /dev/shm; exec ${command}' sh "$@"`);
  const unreadable = await mount('mode=0', `${as} "$@" list`);
  assert.equal(unreadable.code, 1, unreadable.stdout);
  const readOnly = await mount('ro', `timeout 20 "$@" send ${uniqueId()} --size 8x8 --frames 1`);
  assert.equal(readOnly.code, 1);
  assert.doesNotMatch(readOnly.stderr, /internal/);
});

test('20, 21, 04: wrong words are told as JSON, long times are long, and input that is not taken is refused', async (context) => {
  for (const words of ['snap x --json --out a.png --layout=raw', 'watch --json', 'list --json --bogus']) {
    const { code, stderr } = await run(...words.split(' '));
    assert.deepEqual([code, JSON.parse(stderr).code], [2, 'usage'], words);
  }
  const waiting = spawn(process.execPath, [bin, 'watch', uniqueName(), ...layout, '--wait', '2592000'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  atEnd(context, () => waiting.kill('SIGKILL'));
  // What would fire at once has fired when it says that it waits.
  const [said] = await new Promise<Buffer[]>((resolve) => waiting.stdout.once('data', (...data) => resolve(data)));
  assert.match(String(said), /^-- Waiting for/);
  assert.equal(waiting.exitCode, null);
  assert.equal((await run('send', '1', '--stdin', '--pattern', 'clock')).code, 2);
});
