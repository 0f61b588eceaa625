import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { temporaryFolder, uniqueName } from '../support/layouts';
import { checkedBlock, object, run } from './support';

async function readStruct(context: TestContext, schema: string, bytes: Uint8Array): Promise<Record<string, unknown>> {
  const name = uniqueName();
  const file = join(temporaryFolder(context), 'a.h');
  object(context, name, bytes);
  writeFileSync(file, schema);
  const { code, stdout, stderr } = await run('read', name, '--schema', file, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout).fields;
}

test('01: a struct under #pragma pack is laid out as its compiler did it', async (context) => {
  const bytes = Buffer.alloc(4096);
  bytes.writeInt32LE(3, 0);
  bytes.writeDoubleLE(6543.25, 4);
  bytes.writeInt32LE(77, 12);
  const schema = '#pragma pack(push, 4)\nint gear;\ndouble rpm;\nint lap;\n#pragma pack(pop)\n';
  const { gear, rpm, lap } = await readStruct(context, schema, bytes);
  assert.deepEqual([gear, rpm, lap], [3, 6543.25, 77]);
});

test('09: wchar_t is what it is where the writer ran', { skip: process.platform === 'win32' }, async (context) => {
  const bytes = Buffer.alloc(8 + 64 + 4);
  bytes.writeUInt32LE(2, 0);
  [...'Übung'].forEach((letter, at) => bytes.writeUInt32LE(letter.codePointAt(0) ?? 0, 8 + at * 4));
  bytes.writeUInt32LE(1234, 72);
  const schema = 'uint32_t version;\nuint32_t tick;\nwchar_t name[16];\nuint32_t tail;\n';
  const { name, tail } = await readStruct(context, schema, bytes);
  assert.deepEqual([name, tail], ['Übung', 1234]);
});

test('06: a text whose encoding nobody said is as it was written, or called a guess', async (context) => {
  const texts = [
    { bytes: Buffer.from('Größe 61.5 °C', 'latin1'), text: 'Größe 61.5 °C' },
    { bytes: Buffer.from('日本語テキスト', 'utf16le'), text: '日本語テキスト' },
    { bytes: Buffer.from('93fa967b8cea', 'hex'), text: '日本語' },
  ];
  for (const { bytes, text } of texts) {
    const name = uniqueName();
    object(context, `ShareMemoryMap-${name}`, checkedBlock(bytes));
    const { stdout } = await run('read', `ShareMemoryMap-${name}`, '--json');
    const plain = await run('read', `ShareMemoryMap-${name}`);
    assert.ok(JSON.parse(stdout).text === text || /guess/.test(plain.stdout + plain.stderr), plain.stdout);
  }
});

test('07: bytes that are no text are not shown as one', async (context) => {
  const name = uniqueName();
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108020000009077', 'hex');
  object(context, `ShareMemoryMap-${name}`, checkedBlock(png));
  const { stdout } = await run('read', `ShareMemoryMap-${name}`, '--json');
  assert.ok(stdout.includes(png.toString('base64')) || /png/i.test(stdout), stdout);
});
