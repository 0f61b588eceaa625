import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { createEngine } from '../../engine/index';
import { BrowserShell } from './support/browser-shell';
import { closed, opened, StreamClient } from './support/page';
import { Producer } from './support/producer';

const onLinux = { skip: process.platform !== 'linux' && 'counts by /proc' };

function mappedHooks(): number {
  const links = readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/self/fd/${descriptor}`)];
    } catch {
      return []; // the descriptor of this very listing
    }
  });
  return links.filter((link) => link.includes('HookInfo703') || link.includes('Texture_703')).length;
}

const threads = () => readdirSync('/proc/self/task').length;

describe('the browser shell', () => {
  it('frees everything when it is closed', onLinux, async (t) => {
    const engine = createEngine();
    t.after(() => engine.close());
    const producer = new Producer(t, engine, 7030, 64, 64);
    producer.publish(1);
    await stat('.'); // starts the threads of Node's own pool
    const [threadsBefore, mappedBefore] = [threads(), mappedHooks()];
    const shell = await BrowserShell.start(t, { engine });
    const [events, session] = [shell.socket('/events?page=test'), await shell.value('session:open', ['7030'])];
    const socket = shell.socket(`/stream?session=${session}`);
    await Promise.all([opened(events), opened(socket)]);
    const stream = new StreamClient(socket);
    await stream.startWithoutRing();
    await stream.next('frame');
    assert.ok(threads() > threadsBefore);
    const ended = Promise.all([closed(events), closed(socket)]);
    await shell.server.close();
    await ended;
    // The system lets go of a joined thread a moment later, and a list that was being made may have a hook open.
    for (let looks = 0; looks < 1000 && (threads() !== threadsBefore || mappedHooks() !== mappedBefore); looks += 1) {
      await sleep(10);
    }
    assert.equal(threads(), threadsBefore);
    assert.equal(mappedHooks(), mappedBefore);
    await assert.rejects(shell.ask('/'), { code: 'ECONNREFUSED' });
    await shell.server.close();
  });
});
