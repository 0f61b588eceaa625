import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test, type TestContext } from 'node:test';

import { CheckedBlockWriter, createEngine, SharedRegion, Task, TaskWorker, type Session } from '../../engine/index';
import type { BlockReport, StructReport, TaskReport } from '../../protocol/content';
import { formatReading, formatSourceText, parseReading, parseSourceText } from '../../protocol/reading';
import { forkServerSchema, parseSchema } from '../../protocol/schema-text';
import { startLayout, uniqueName } from '../support/layouts';
import { requireProgram } from '../support/requires';

const patienceMs = 30_000;

async function opened(context: TestContext, typed: string): Promise<Session> {
  const engine = createEngine();
  context.after(() => engine.close());
  return engine.openSource(typed);
}

/** Waits for an update that fits. */
function until(session: Session, fits: (update: ReturnType<Session['update']>) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(JSON.stringify(session.update()))), patienceMs);
    const stop = session.onUpdate((update) => {
      if (!fits(update)) return;
      clearTimeout(timer);
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

const blockOf = (session: Session) => session.update().content?.report as BlockReport | undefined;
const structOf = (session: Session) => session.update().content?.report as StructReport | undefined;
const textOf = (session: Session) => blockOf(session)?.text;

test('a session on a checked block shows its content, goes on over a restart, and says when it is gone', async (context) => {
  const name = uniqueName();
  const first = new CheckedBlockWriter(name, 100);
  const session = await opened(context, `ShareMemoryMap-${name}`);
  await first.write(new TextEncoder().encode('one'));
  await until(session, () => textOf(session) === 'one');
  assert.equal(session.update().state.kind, 'live');
  assert.equal(Buffer.from(session.contentBytes ?? '', 'base64').toString(), 'one');
  first.close();
  await until(session, ({ state }) => state.kind === 'producer-gone');
  assert.equal(textOf(session), 'one', 'the last content stays');
  const second = new CheckedBlockWriter(name, 100);
  context.after(() => second.close());
  await second.write(new TextEncoder().encode('two'));
  await until(session, ({ state }) => state.kind === 'live' && textOf(session) === 'two');
  session.configure({ encoding: 'utf-16le' });
  await until(session, () => blockOf(session)?.encoding === 'utf-16le');
});

test('a session on a plain struct asks for a schema, and shows its fields by one', async (context) => {
  const name = uniqueName();
  const schema = parseSchema(forkServerSchema);
  const region = SharedRegion.create(name, schema.size);
  context.after(() => region.close());
  region.write(schema.encode({ a: 5, b: 0.5, c: 1, buffer: 'x' }));
  const session = await opened(context, `${name} as struct`);
  await until(session, ({ state }) => state.kind === 'failed' && state.error.code === 'schema-invalid');
  assert.deepEqual(session.update().content, { layout: 'struct', report: null });
  session.configure({ schema: 'int a\nnonsense' });
  await until(session, ({ state }) => state.kind === 'failed' && /line 2/.test(state.error.target));
  session.configure({ schema: forkServerSchema });
  await until(session, ({ state }) => state.kind === 'live');
  assert.deepEqual(structOf(session)?.fields, { a: 5, b: 0.5, c: 1, buffer: 'x' });
  region.write(schema.encode({ a: 6, b: 0.5, c: 1, buffer: 'x' }));
  await until(session, () => structOf(session)?.fields['a'] === 6);
});

test('a schema is a draft: one that does not fit leaves the values and their types as they are', async (context) => {
  const name = uniqueName();
  const region = SharedRegion.create(name, 80);
  context.after(() => region.close());
  region.write(parseSchema(forkServerSchema).encode({ a: 5, b: 0.5, c: 1, buffer: 'x' }));
  const session = await opened(context, `${name} as struct`);
  await until(session, ({ state }) => state.kind === 'failed');
  assert.equal(session.configure({ schema: forkServerSchema }), null);
  await until(session, () => structOf(session)?.fields['a'] === 5);
  const shown = session.update();
  assert.deepEqual(shown.content?.types, { a: 'i32', b: 'f32', c: 'f64', buffer: 'char[64]' });
  assert.match(session.configure({ schema: 'int a\nnonsense' })?.target ?? '', /^line 2$/);
  const large = session.configure({ schema: 'char all[16004]' });
  assert.equal(large?.reason, 'the schema needs 16,004 bytes; the mapping has 80');
  region.write(Uint8Array.of(6));
  await until(session, () => structOf(session)?.fields['a'] === 6);
  assert.equal(session.update().state.kind, 'live');
  assert.deepEqual(session.update().content?.types, shown.content?.types);
  assert.equal(session.configure({ schema: 'struct P { short x, y; };\nstruct P p[2];' }), null);
  await until(session, () => Array.isArray(structOf(session)?.fields['p']));
  assert.deepEqual(structOf(session)?.fields, {
    p: [
      { x: 6, y: 0 },
      { x: 0, y: 16128 },
    ],
  });
  assert.deepEqual(session.update().content?.types, { p: 'struct P[2]', 'p.x': 'i16', 'p.y': 'i16' });
});

test('what a task wrote last is shown, although its name went at once', async (context) => {
  const name = uniqueName();
  const owner = Task.create(name, 16);
  const worker = TaskWorker.open(name);
  owner.request();
  worker.report(0.9);
  const session = await opened(context, name);
  const taskOf = () => session.update().content?.report as TaskReport | undefined;
  await until(session, () => taskOf()?.progress === 0.9);
  worker.done();
  worker.close();
  owner.close();
  await until(session, ({ state }) => state.kind === 'producer-gone');
  assert.deepEqual([taskOf()?.state, taskOf()?.progress], ['done', 1]);
});

test('the age of content counts from the last change that was seen, and is unknown when none was', async (context) => {
  const name = uniqueName();
  const region = SharedRegion.create(name, 80);
  const session = await opened(context, `${name} as struct`);
  await until(session, ({ state }) => state.kind === 'failed');
  session.configure({ schema: forkServerSchema });
  await until(session, ({ state }) => state.kind === 'live');
  region.close();
  await until(session, ({ state }) => state.kind === 'producer-gone' && state.quietForMs === null);
  const second = SharedRegion.create(name, 80);
  await until(session, ({ state }) => state.kind === 'live');
  second.write(Uint8Array.of(9));
  await until(session, () => structOf(session)?.fields['a'] === 9);
  second.close();
  await until(session, ({ state }) => state.kind === 'producer-gone' && (state.quietForMs ?? 0) > 0);
});

test('content that is damaged while nothing says that it changed is told so', async (context) => {
  const name = uniqueName();
  const writer = new CheckedBlockWriter(name, 64);
  context.after(() => writer.close());
  await writer.write(new TextEncoder().encode('abc'));
  const session = await opened(context, writer.mappingName);
  await until(session, () => blockOf(session)?.crcGood === true);
  const region = SharedRegion.open(writer.mappingName, { access: 'write' });
  context.after(() => region.close());
  region.write(Uint8Array.of(0x78), 32);
  await until(session, () => blockOf(session)?.crcGood === false);
  assert.equal(textOf(session), 'xbc');
});

test('a reading in words says what its object says', () => {
  for (const words of [
    'xwd',
    'virtual-camera bt601 full',
    'raw 640x480 NV12 pitch=704 offset=64 buffers=2 stride=500000 index=8 mutex=A mutex=B flip bt709 limited',
    'raw 1x1 R8G8B8A8_UNORM',
  ]) {
    assert.equal(formatReading(parseReading(words)), words);
    const text = formatSourceText('C:\\x y.xwd', parseReading(words));
    assert.deepEqual(parseSourceText(text), { name: 'C:\\x y.xwd', reading: parseReading(words) });
  }
  assert.deepEqual(parseSourceText('known as Bob'), { name: 'known as Bob', reading: {} });
  assert.equal(parseReading('raw 4x4 NV12 index=0x10').raw?.indexOffset, 16);
  assert.throws(() => parseReading('raw 4x4 P8'), { code: 'usage' });
});

test('content is read as pixels by a size and a format, and what does not fit is told', async (context) => {
  const name = uniqueName();
  const writer = new CheckedBlockWriter(name, 64);
  context.after(() => writer.close());
  // Two pixels of B8G8R8A8 in a row of 12 bytes.
  await writer.write(Uint8Array.of(1, 2, 3, 0, 4, 5, 6, 0, 9, 9, 9, 9));
  const session = await opened(context, writer.mappingName);
  await until(session, () => blockOf(session) !== undefined && blockOf(session) !== null);
  const { width, height, pixels } = await session.contentPicture('2x1 B8G8R8A8_UNORM pitch=12');
  assert.deepEqual([width, height, [...Buffer.from(pixels, 'base64')]], [2, 1, [3, 2, 1, 255, 6, 5, 4, 255]]);
  const second = await session.contentPicture('1x1 R8G8B8A8_UNORM buffers=2 index=8');
  assert.deepEqual([...Buffer.from(second.pixels, 'base64')], [4, 5, 6, 255], 'the one that its index word names');
  await assert.rejects(session.contentPicture('1x1 R8G8B8A8_UNORM mutex=A'), { code: 'usage' });
  await assert.rejects(session.contentPicture('2x2 B8G8R8A8_UNORM'), { code: 'mapping-too-small' });
  await assert.rejects(session.contentPicture('2 B8G8R8A8_UNORM'), { code: 'usage' });
  await assert.rejects(session.contentPicture('2x1 B8G8R8A8_UNORM pitch=4'), { code: 'pitch-too-small' });
});

test('a block whose writer was killed is not live, although nothing in it changed', async (context) => {
  if (!requireProgram(context, 'python3', 'python3')) return;
  const name = uniqueName();
  const block = await startLayout(context, 'block', name, '100');
  await block.ask('text last words');
  const session = await opened(context, `ShareMemoryMap-${name}`);
  await until(session, ({ state }) => state.kind === 'live' && textOf(session) === 'last words');
  block.child.kill('SIGKILL');
  context.after(() => {
    for (const left of [`ShareMemoryMap-${name}`, `ShareMemoryLockedFile-${name}.mdb`]) {
      rmSync(`/dev/shm/${left}`, { force: true });
    }
  });
  await until(session, ({ state }) => state.kind === 'producer-gone');
  assert.equal(textOf(session), 'last words');
});
