import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import type { Session } from '../../engine/index';
import { atEnd } from '../support/cleanup';
import { Conversation, startPythonProducer, uniqueId } from '../support/processes';
import { engine, until } from './support';

/* Who is killed while it has a buffer's mutex: a viewer has spoilt nothing, a writer the picture that it was writing. */

// By docs/posix-objects.md: a reader's word is the fourth.
const viewerProgram = `
import fcntl, os, struct, sys
file = os.open("/dev/shm/" + sys.argv[1], os.O_RDWR)
fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
os.pwrite(file, struct.pack("<I", os.getpid()), 12)
print("holds", flush=True)
sys.stdin.read()
`;

/** Another viewer, in the middle of its copy. */
async function startHolder(context: TestContext, id: number, buffer: number): Promise<Conversation> {
  const words = ['-c', viewerProgram, `CaptureHook_TextureMutex${buffer + 1}${id}`];
  const holder = new Conversation('python3', words);
  atEnd(context, () => kill(holder));
  assert.equal(await holder.next(), 'holds');
  return holder;
}

async function kill(process: Conversation): Promise<void> {
  process.child.kill('SIGKILL');
  await process.ended();
}

const published = ({ reader }: Session) => reader.status().counters.published;

/** The next frame, as both sessions have it. */
async function publish(source: Conversation, pixel: string, sessions: readonly Session[]): Promise<void> {
  const before = sessions.map(published);
  assert.match(await source.ask(`frame ${pixel}`), /^published/);
  await until(() => sessions.every((session, index) => published(session) > (before[index] ?? 0)));
}

async function suspicions(sessions: readonly Session[]): Promise<boolean[]> {
  const pictures = await Promise.all(sessions.map((session) => session.capture('stored')));
  return pictures.map(({ header }) => header.suspect);
}

test('a viewer that is killed under the lock leaves good pictures good, for whoever looks on and whoever comes', async (context) => {
  const id = uniqueId();
  const source = await startPythonProducer(context, id);
  const opened = engine(context);
  const looking = await opened.openSource(String(id));
  await publish(source, '01010100', [looking]);
  await publish(source, '02020200', [looking]);
  for (const buffer of [0, 1]) await kill(await startHolder(context, id, buffer));
  const coming = await opened.openSource(String(id));
  await until(() => published(coming) > 0);
  for (const pixel of ['03030300', '04040400', '05050500']) {
    await publish(source, pixel, [looking, coming]);
    assert.deepEqual(await suspicions([looking, coming]), [false, false], pixel);
  }
  assert.deepEqual(
    [looking, coming].map(({ reader }) => reader.status().counters.suspect),
    [0, 0],
  );
  const kinds = looking.update().events.map(({ kind }) => kind);
  assert.ok(!kinds.includes('abandoned-lock'), kinds.join());
});

test('a writer that is killed under the lock leaves its picture suspect for every viewer, and its lock in their logs', async (context) => {
  const id = uniqueId();
  const source = await startPythonProducer(context, id);
  const opened = engine(context);
  const sessions = [await opened.openSource(String(id)), await opened.openSource(String(id))];
  await publish(source, '01010100', sessions);
  await publish(source, '02020200', sessions);
  // The other buffer is being read, so that it rewrites the one that is shown.
  const holder = await startHolder(context, id, 0);
  const { pid } = source.child;
  source.child.stdin?.write('die\n');
  await source.ended();
  await kill(holder);
  await until(() => sessions.every((session) => session.update().state.kind === 'producer-gone'));
  assert.deepEqual(await suspicions(sessions), [true, true]);
  const abandoned = (session: Session) => session.update().events.filter(({ kind }) => kind === 'abandoned-lock');
  await until(() => sessions.every((session) => abandoned(session).length > 0));
  for (const session of sessions) {
    assert.ok(
      abandoned(session).some(({ detail }) => detail.buffer === 1 && detail.pid === pid),
      JSON.stringify(abandoned(session)),
    );
  }
});

test('how old a picture is that was there before anybody looked is not known', async (context) => {
  const id = uniqueId();
  const source = await startPythonProducer(context, id);
  assert.match(await source.ask('frame 01010100'), /^published/);
  await kill(source);
  const session = await engine(context).openSource(String(id));
  await until(() => session.update().state.kind === 'producer-gone');
  const { state } = session.update();
  assert.ok(state.kind === 'producer-gone' && state.quietForMs === null, JSON.stringify(state));
});
