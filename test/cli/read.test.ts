import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { isDeepStrictEqual } from 'node:util';

import { SharedRegion, Task, TaskWorker } from '../../engine/index';
import { atEnd } from '../support/cleanup';
import { ownFixedNames, startLayout, temporaryFolder, uniqueName } from '../support/layouts';
import { cliScript } from '../support/paths';
import { Conversation, framelatch, startSend } from '../support/processes';
import { requireProgram } from '../support/requires';

async function reportOf(...args: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await framelatch('read', ...args, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

async function failureOf(...args: string[]): Promise<{ code: string; reason: string; next: string }> {
  const { code, stderr } = await framelatch('read', ...args, '--json');
  assert.equal(code, 1);
  return JSON.parse(stderr);
}

async function startBlock(context: TestContext, maximum = 100): Promise<{ name: string; block: Conversation }> {
  const name = uniqueName();
  return { name: `ShareMemoryMap-${name}`, block: await startLayout(context, 'block', name, String(maximum)) };
}

test('a checked block of a producer that shares no code is read, with its CRC', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const { name, block } = await startBlock(context);
  await block.ask('text 123456789');
  const { producer, ...report } = await reportOf(name);
  assert.deepEqual(report, {
    layout: 'checked-block',
    contentSize: 9,
    maximum: 100,
    crcGood: true,
    cut: false,
    lock: 'free',
    kind: 'text',
    encoding: 'utf-8',
    encodingGuessed: false,
    text: '123456789',
    textBytes: 9,
    base64: 'MTIzNDU2Nzg5',
  });
  assert.equal((producer as { pid: number }).pid, block.child.pid);
});

const texts: readonly { bytes: Buffer; encoding: string; text: string; known?: true }[] = [
  { bytes: Buffer.from('안녕하세요 共享内存', 'utf8'), encoding: 'utf-8', text: '안녕하세요 共享内存', known: true },
  { bytes: Buffer.from('fffe4700720066006500', 'hex'), encoding: 'utf-16le', text: 'Grfe', known: true },
  { bytes: Buffer.from('feff00470072', 'hex'), encoding: 'utf-16be', text: 'Gr', known: true },
  { bytes: Buffer.from('e5652c679e8a0130', 'hex'), encoding: 'utf-16le', text: '日本語、' },
  { bytes: Buffer.from('C\u0000h\u0000a\u0000t\u0000', 'latin1'), encoding: 'utf-16le', text: 'Chat' },
  { bytes: Buffer.from('b9b2cfedc4dab4e6', 'hex'), encoding: 'gb18030', text: '共享内存' },
  { bytes: Buffer.from('caf\u00e9', 'latin1'), encoding: 'windows-1252', text: 'café' },
];

for (const { bytes, encoding, text, known } of texts) {
  test(`content in ${encoding} (${text}) is guessed, and may be read as another`, async (context) => {
    if (!requireProgram(context, 'python3', 'python3')) return;
    const { name, block } = await startBlock(context);
    await block.ask(`hex ${bytes.toString('hex')}`);
    const guessed = await reportOf(name);
    assert.deepEqual([guessed['encoding'], guessed['text']], [encoding, text]);
    assert.equal(guessed['encodingGuessed'], known !== true);
    assert.equal((await framelatch('read', name)).stdout.includes(`${encoding} (guessed)`), known !== true);
    const forced = await reportOf(name, '--encoding', 'windows-1252');
    assert.deepEqual([forced['encoding'], forced['encodingGuessed']], ['windows-1252', false]);
  });
}

test('windows-1252 is read as it is, quotes and dashes included', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const { name, block } = await startBlock(context);
  await block.ask('hex 8020934772f6df659420962061b043');
  const report = await reportOf(name, '--encoding', 'windows-1252');
  assert.equal(report['text'], '€ “Größe” – a°C');
});

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const noTexts = [
  { bytes: png, kind: 'image/png', sentence: /No text but image\/png/ },
  { bytes: Buffer.from('ffd8ffe000104a464946', 'hex'), kind: 'image/jpeg', sentence: /image\/jpeg/ },
  { bytes: Buffer.from('0001020304', 'hex'), kind: 'binary', sentence: /binary \(guessed\)[\s\S]*No text:/ },
];

for (const { bytes, kind, sentence } of noTexts) {
  test(`${kind} is no text: it is said so, and its bytes can be had`, async (context) => {
    if (!requireProgram(context, 'python3', 'python3')) return;
    const { name, block } = await startBlock(context);
    await block.ask(`hex ${bytes.toString('hex')}`);
    const report = await reportOf(name);
    assert.deepEqual([report['kind'], report['encoding'], report['text']], [kind, null, '']);
    assert.equal(report['base64'], bytes.toString('base64'));
    assert.match((await framelatch('read', name)).stdout, sentence);
    const file = join(temporaryFolder(context), 'content');
    const { code, stdout, stderr } = await framelatch('read', name, '--out', file);
    assert.deepEqual([code, stdout], [0, ''], stderr);
    assert.deepEqual(readFileSync(file), bytes);
  });
}

test('a text that ends before its content says so', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const { name, block } = await startBlock(context);
  await block.ask('hex 616263006465');
  const report = await reportOf(name);
  assert.deepEqual([report['text'], report['textBytes'], report['contentSize']], ['abc', 3, 6]);
  assert.match((await framelatch('read', name)).stderr, /ends at a zero byte, after 3 of 6 bytes/);
});

test('an option that means nothing for what is read is wrong usage', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const { name, block } = await startBlock(context);
  await block.ask('text abc');
  for (const options of [
    ['--platform', 'windows'],
    ['--struct', 'A'],
    ['--offset', '4'],
  ]) {
    const { code, stderr } = await framelatch('read', name, ...options);
    assert.equal(code, 2, stderr);
    assert.match(stderr, new RegExp(`found ${options[0]}`));
  }
  const both = await framelatch('read', name, '--out', 'x', '--follow');
  assert.equal(both.code, 2);
  assert.match(both.stderr, /--follow does not go with --out/);
});

test('a struct’s text is read in the encoding that is asked for, nested members included', async (context) => {
  const name = uniqueName();
  const region = SharedRegion.create(name, 128);
  context.after(() => region.close());
  region.write(Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0, 0x47, 0xf6, 0xdf, 0x65), 64);
  const schema = join(temporaryFolder(context), 'schema.h');
  writeFileSync(schema, 'struct Part { int a[2]; char name[8]; };\nstruct Whole { struct Part parts[2]; };\n');
  const report = await reportOf(name, '--schema', schema, '--encoding', 'windows-1252', '--offset', '64');
  const parts = [
    { a: [1, 2], name: 'Göße' },
    { a: [0, 0], name: '' },
  ];
  assert.deepEqual(report['fields'], { parts });
  const { stdout } = await framelatch('read', name, '--schema', schema, '--encoding', 'windows-1252', '--offset', '64');
  assert.match(stdout, /parts\[0\]\.a +1 2\nparts\[0\]\.name +Göße\nparts\[1\]\.a +0 0/);
  const second = await reportOf(name, '--schema', schema, '--struct', 'Part', '--offset', '0x40');
  assert.deepEqual((second['fields'] as { a: number[] }).a, [1, 2]);
});

test('a damaged block, one that was cut, and one that is locked are told so', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const { name, block } = await startBlock(context, 8);
  await block.ask('text 123456789');
  assert.deepEqual([(await reportOf(name))['cut'], (await reportOf(name))['text']], [true, '12345678']);
  await block.ask('text abc');
  await block.ask('damage');
  assert.equal((await reportOf(name))['crcGood'], false);
  assert.match((await framelatch('read', name)).stderr, /CRC does not match/);
  await block.ask('hold');
  const locked = await reportOf(name);
  assert.deepEqual([locked['lock'], locked['text']], ['held-by-writer', '']);
  await block.ask('drop');
  await block.ask('word 4 40');
  const failure = await failureOf(name);
  assert.equal(failure.code, 'header-version-unsupported');
  assert.match(failure.reason, /headSize = 40.*expected 32/);
});

test('read --follow shows each change and goes on over a restart', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const name = uniqueName();
  const first = await startLayout(context, 'block', name, '100');
  await first.ask('text one');
  const follower = new Conversation(process.execPath, [
    cliScript,
    'read',
    `ShareMemoryMap-${name}`,
    '--follow',
    '--json',
  ]);
  atEnd(context, async () => {
    follower.child.kill('SIGTERM');
    await follower.ended();
  });
  assert.equal(JSON.parse(await follower.next()).text, 'one');
  await first.ask('text two');
  assert.equal(JSON.parse(await follower.next()).text, 'two');
});

test('the plain struct of document 001 is read without a schema', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  await ownFixedNames(context);
  const server = await startLayout(context, 'struct', 'fork_server1');
  await server.ask('set 7 0.5 -1e-7 data copy');
  const { producer, ...report } = await reportOf('fork_server1');
  assert.deepEqual(report, { layout: 'struct', fields: { a: 7, b: 0.5, c: -1e-7, buffer: 'data copy' }, torn: false });
  assert.equal((producer as { pid: number }).pid, server.child.pid);
  assert.match((await framelatch('read', 'fork_server1')).stdout, /buffer\s+data copy/);
});

test('a struct that never rests is marked torn, not shown as one moment', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const name = uniqueName();
  // So large that a reading takes longer than a processor's turn: the writer gets its own between two readings.
  const bytes = 8 << 20;
  const server = await startLayout(context, 'struct', name, String(bytes));
  const schema = join(temporaryFolder(context), 'schema.txt');
  writeFileSync(schema, `int a // counts\nchar rest[${bytes - 4}]\n`);
  await server.ask('race');
  // Of several looks at least one meets the writer at work.
  let torn = false;
  for (let looks = 0; looks < 20 && !torn; looks += 1)
    torn = (await reportOf(name, '--schema', schema))['torn'] === true;
  assert.equal(torn, true);
});

const badSchemas = [
  ['int', /line 1.*found 'int'/],
  ['strange a', /line 1.*found the type 'strange'/],
  ['int a\nint a', /line 2.*second member named a/],
  ['char name[]', /line 1.*no size for name/],
  ['int a[0]', /line 1.*count of 0/],
  ['pack 3', /line 1.*packing of '3'/],
  ['', /no member/],
] as const;

test('a schema that makes no sense is told by its line', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const name = uniqueName();
  await startLayout(context, 'struct', name);
  const schema = join(temporaryFolder(context), 'schema.txt');
  for (const [text, expected] of badSchemas) {
    writeFileSync(schema, text);
    const { stderr, code } = await framelatch('read', name, '--schema', schema);
    assert.equal(code, 1);
    assert.match(stderr, expected);
    assert.match(stderr, /schema-invalid/);
  }
  assert.equal((await failureOf(name, '--layout', 'struct')).code, 'schema-invalid', 'no schema at all');
});

test('a task is listed, followed to its end, and a side that died is told', async (context) => {
  const name = uniqueName();
  const owner = Task.create(name, 16);
  context.after(() => owner.close());
  const rows = JSON.parse((await framelatch('list', '--json')).stdout) as { name: string; layout: string }[];
  assert.equal(rows.find((row) => row.name === name)?.layout, 'task');
  const follower = new Conversation(process.execPath, [cliScript, 'read', name, '--follow', '--json']);
  atEnd(context, async () => {
    follower.child.kill('SIGTERM');
    await follower.ended();
  });
  // A look may come between two words that change together.
  const until = async (...wanted: readonly unknown[]) => {
    for (;;) {
      const { state, progress, worker, reason } = JSON.parse(await follower.next());
      if (isDeepStrictEqual([state, progress, worker?.alive ?? null, reason], wanted)) return;
    }
  };
  await until('waiting', 0, null, '');
  owner.request();
  await until('waiting', 0, null, '');
  const worker = TaskWorker.open(name);
  await until('waiting', 0, true, '');
  worker.report(0.25);
  await until('running', 0.25, true, '');
  worker.fail('the disk is full');
  await until('failed', 0.25, true, 'the disk is full');
  owner.request();
  await until('waiting', 0, true, '');
  worker.done();
  await until('done', 1, true, '');
  worker.fail('the disk is full');
  await until('failed', 1, true, 'the disk is full');
  worker.close();
  await until('failed', 1, false, 'the disk is full');
  const { stdout } = await framelatch('read', name);
  assert.match(
    stdout,
    /^task {2}failed, 100 %: the disk is full\nowner process \d+; worker process \d+, ended; asked for 2 times/,
  );
  assert.match((await framelatch('inspect', name)).stdout, /state +failed[\s\S]*framelatch read/);
});

test('send writes a checked block and a struct, and read shows them', async (context) => {
  const name = uniqueName();
  await startSend(context, name, '--layout', 'checked-block', '--text', 'hello', '--maximum', '64');
  const report = await reportOf(`ShareMemoryMap-${name}`);
  assert.deepEqual([report['text'], report['maximum'], report['crcGood']], ['hello', 64, true]);
  const schema = join(temporaryFolder(context), 'schema.txt');
  writeFileSync(schema, 'pack 1\nchar name[8]\ni64 wide\nfloat samples[3]\nlist<u16> some[4]\n');
  const values = { name: 'frame', wide: -5, samples: [1, 2, 3], some: [7, 8] };
  await startSend(context, `${name}S`, '--layout', 'struct', '--schema', schema, '--values', JSON.stringify(values));
  assert.deepEqual((await reportOf(`${name}S`, '--schema', schema))['fields'], values);
});
