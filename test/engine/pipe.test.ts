import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { createEngine, PipeSender, type Session } from '../../engine/index';
import { PipeMessageReader } from '../../engine/pipe/message-reader';
import { listPipes, pipePath } from '../../engine/pipe/pipe-path';
import type { SessionState } from '../../protocol/session';
import { longestPipeMessage, type PipeFrame } from '../../protocol/pipe';
import { uniqueName } from '../support/layouts';
import { cliScript } from '../support/paths';
import { Conversation, framelatch } from '../support/processes';

/** A message by docs/layouts.md alone: every pixel has one level. */
function message(level: number, sequence: number, width = 4, height = 2): Buffer {
  const pixels = Buffer.alloc(width * height * 4, level);
  const head = Buffer.alloc(36);
  [32 + pixels.length, 0x46504c46, 1, width, height, 28, width * 4, 0, sequence].forEach((word, at) =>
    head.writeUInt32LE(word, at * 4),
  );
  return Buffer.concat([head, pixels]);
}

/** A producer that shares no code: a server whose bytes the test writes. */
async function listen(context: TestContext, name: string): Promise<{ readonly connected: Promise<Socket> }> {
  const server = createServer();
  server.listen(pipePath(name));
  await once(server, 'listening');
  context.after(() => server.close());
  const connected = once(server, 'connection').then(([socket]) => {
    context.after(() => (socket as Socket).destroy());
    return socket as Socket;
  });
  // Not the promise itself: awaiting this would await that.
  return { connected };
}

interface Taken {
  readonly levels: number[];
  /** What the session told when it handed over each of them. */
  readonly states: SessionState[];
  readonly session: Session;
}

/** A viewer that gives each frame back after `holdMs`; Infinity: when `session.reader.release` is called by somebody else. */
async function view(context: TestContext, typed: string, holdMs = 0): Promise<Taken> {
  const engine = createEngine();
  context.after(() => engine.close());
  const session = await engine.openSource(typed);
  const buffers = [new ArrayBuffer(4096), new ArrayBuffer(4096)];
  const levels: number[] = [];
  const states: SessionState[] = [];
  session.reader.useBuffers(buffers);
  session.setFrameListener(({ slot }) => {
    states.push(session.update().state);
    levels.push(new Uint8Array(buffers[slot] ?? buffers[0]!)[0] ?? -1);
    if (holdMs < Infinity) setTimeout(() => session.reader.release(slot), holdMs);
  });
  return { levels, states, session };
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!holds()) {
    assert.ok(performance.now() < deadline, 'it does not come');
    await sleep(5);
  }
}

test('a stream is cut into frames whatever its pieces are, and stops when it is told to', () => {
  const stream = Buffer.concat([message(1, 1), message(2, 2, 5, 3), message(3, 3)]);
  for (let piece = 1; piece <= stream.length; piece += 7) {
    const reader = new PipeMessageReader();
    const seen: (readonly [PipeFrame, number, number])[] = [];
    for (let at = 0; at < stream.length; at += piece) {
      let rest: Uint8Array = stream.subarray(at, at + piece);
      // One at a time, as a viewer that waits takes them.
      while (rest.byteLength > 0) {
        rest = reader.push(rest, (frame, pixels) => {
          seen.push([frame, pixels[0] ?? -1, pixels.byteLength]);
          return false;
        });
      }
    }
    assert.deepEqual(
      seen.map(([frame, level, bytes]) => [frame.width, frame.sequence, level, bytes]),
      [
        [4, 1, 1, 32],
        [5, 2, 2, 60],
        [4, 3, 3, 32],
      ],
    );
  }
});

const nonsense: readonly (readonly [string, Buffer])[] = [
  ['a length beyond the bound', Buffer.from(Uint32Array.of(longestPipeMessage + 1).buffer)],
  ['a length without room for a header', Buffer.from(Uint32Array.of(31).buffer)],
  ['another magic', Buffer.concat([message(1, 1).subarray(0, 4), Buffer.from('nope'), message(1, 1).subarray(8)])],
  ['a size that is not the message’s', message(1, 1).fill(9, 16, 20)],
];

test('what is no frame is an error by name, told to whoever watches, and no memory is spent on it', async (context) => {
  for (const [what, bytes] of nonsense) {
    const reader = new PipeMessageReader();
    assert.throws(() => reader.push(bytes, () => true), { code: 'pipe-message-invalid' }, what);
  }
  const name = uniqueName();
  const { connected } = await listen(context, name);
  const { session } = await view(context, `pipe:${name}`);
  (await connected).write(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  await until(() => session.update().state.kind === 'failed');
});

test('every frame arrives, in order, at the pace of whoever watches', async (context) => {
  const name = uniqueName();
  const { connected } = await listen(context, name);
  const { levels, states, session } = await view(context, `pipe:${name}`, 3);
  const socket = await connected;
  // All at once: what is not taken yet waits on the way.
  for (let level = 1; level <= 100; level += 1) socket.write(message(level, level));
  await until(() => levels.length >= 100);
  assert.deepEqual(
    levels,
    Array.from({ length: 100 }, (_, at) => at + 1),
  );
  const { shape, name: shown } = session.update();
  assert.deepEqual([states.at(-1)?.kind, shape?.layout, shape?.width, shown], ['live', 'pipe', 4, `pipe:${name}`]);
});

test('a viewer that wants the latest alone never holds the producer up', async (context) => {
  const name = uniqueName();
  const { connected } = await listen(context, name);
  const { levels, session } = await view(context, `pipe:${name} as pipe latest`, Infinity);
  const socket = await connected;
  // It gives nothing back, and all is read nevertheless.
  for (let level = 1; level <= 200; level += 1) socket.write(message(level, level));
  await until(() => socket.writableLength === 0 && levels.length > 0);
  await until(() => {
    for (const slot of [0, 1]) session.reader.release(slot);
    return levels.at(-1) === 200;
  });
  assert.ok(levels.length < 100, levels.join(' '));
});

test('a producer that resizes, goes and comes back is shown again; it is listed while it is there', async (context) => {
  const name = uniqueName();
  const sender = await PipeSender.listen(name);
  assert.ok(listPipes().some((pipe) => pipe.name === name));
  await assert.rejects(PipeSender.listen(name), { code: 'mapping-exists' });
  const { levels, states, session } = await view(context, `pipe:${name}`);
  const signal = new AbortController().signal;
  const frame = (width: number) => ({ width, height: 2, format: 28, pitch: width * 4, flip: false });
  await sender.send(frame(4), new Uint8Array(32).fill(1), signal);
  await until(() => levels.at(-1) === 1);
  await sender.send(frame(8), new Uint8Array(64).fill(2), signal);
  await until(() => levels.at(-1) === 2);
  assert.equal(session.update().shape?.width, 8);
  sender.close();
  await until(() => session.update().state.kind === 'producer-gone');
  assert.ok(!listPipes().some((pipe) => pipe.name === name));
  const second = await PipeSender.listen(name);
  context.after(() => second.close());
  await second.send(frame(4), new Uint8Array(32).fill(3), signal);
  await until(() => levels.at(-1) === 3);
  assert.equal(states.at(-1)?.kind, 'live');
  const engine = createEngine();
  context.after(() => engine.close());
  const names = (await engine.listSources()).map((source) => source.name);
  assert.ok(names.includes(`pipe:${name}`));
  assert.ok(!names.some((listed) => /HookInfo45\d{14}/.test(listed)), 'what its frames come through is nobody’s');
});

test('a pipe’s name is a word, and a socket with another name is none', (context) => {
  const odd = join(dirname(pipePath('x')), 'FramelatchFrames-odd name.sock');
  writeFileSync(odd, '');
  context.after(() => rmSync(odd));
  assert.ok(!listPipes().some(({ name }) => name.startsWith('odd')));
  for (const wrong of ['', '../x', 'a/b', 'a\\b', '.x', 'x'.repeat(65), 'a b']) {
    assert.throws(() => pipePath(wrong), { code: 'name-invalid' }, wrong);
  }
});

test('a pipe whose producer was killed is listed as a leftover: the next producer replaces it, `clean` removes it', async (context) => {
  const name = uniqueName();
  const start = async () => {
    const sender = new Conversation(process.execPath, [cliScript, 'send', '--pipe', name, '--size', '64x48']);
    context.after(() => sender.child.kill());
    await sender.next();
    return sender;
  };
  const listed = () => listPipes().find((pipe) => pipe.name === name);
  const first = await start();
  assert.equal(listed()?.isDead, false);
  first.child.kill('SIGKILL');
  await first.ended();
  assert.equal(listed()?.isDead, true);
  const rows = await createEngine().listSources();
  assert.equal(rows.find((row) => row.name === `pipe:${name}`)?.leftover, true);
  const second = await start();
  assert.equal(listed()?.isDead, false);
  const refused = await framelatch('clean', `pipe:${name}`, '--yes', '--json');
  assert.equal(JSON.parse(refused.stderr).code, 'mapping-missing', 'its producer lives');
  second.child.kill('SIGKILL');
  await second.ended();
  const cleaned = await framelatch('clean', `pipe:${name}`, '--yes', '--json');
  assert.deepEqual(JSON.parse(cleaned.stdout), [pipePath(name)]);
  assert.equal(listed(), undefined);
});
