import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { atEnd } from '../support/cleanup';
import { temporaryFolder } from '../support/layouts';
import { Conversation, framelatch } from '../support/processes';
import { requireProgram } from '../support/requires';

/* What has no name of its own: a descriptor's memory, and a mapping's, by the kernel's links to them. */

const layout = ['--layout', 'raw 4x4 R8G8B8A8_UNORM'];

// A page of one colour without a name, which stays open and mapped.
const program = `
import mmap, os, sys
file = os.memfd_create("frames")
os.write(file, bytes((1, 2, 3, 255)) * 1024)
memory = mmap.mmap(file, 4096)
print(f"{os.getpid()} {file}", flush=True)
sys.stdin.read()
`;

test('a memory file opens by its owner’s descriptor and by its owner’s mapping', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const owner = new Conversation('python3', ['-c', program]);
  atEnd(context, async () => {
    owner.child.stdin?.end();
    await owner.ended();
  });
  const [pid, descriptor] = (await owner.next()).split(' ');
  const range = /^(\S+) .*\/memfd:frames/m.exec(readFileSync(`/proc/${pid}/maps`, 'utf8'))?.[1] ?? '';
  const hashOf = async (path: string) => {
    const { stdout, stderr } = await framelatch('watch', path, ...layout, '--frames', '1', '--json');
    assert.equal(stderr, '', path);
    return (JSON.parse(stdout.split('\n')[0] ?? '') as { hash: string }).hash;
  };
  const seen = await hashOf(`/proc/${pid}/fd/${descriptor}`);
  assert.equal(await hashOf(`/proc/${pid}/map_files/${range}`), seen);
});

test('what holds no frames is refused as what it is, with what could be opened instead', async (context) => {
  const out = join(temporaryFolder(context), 'a.png');
  for (const path of ['/dev/zero', '/dev/null', '/proc/self/fd/0']) {
    const { code, stderr } = await framelatch('snap', path, ...layout, '--out', out);
    assert.equal(code, 1, path);
    assert.match(stderr, /found a (?:device|socket|FIFO), .*\[mapping-not-shared-memory\]\n {2}→ Name a file/, path);
  }
});
