import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { SourceListing } from '../../protocol/source';
import { BrowserShell } from './support/browser-shell';
import { eventsOf, opened, refused } from './support/page';
import { Producer } from './support/producer';

describe('sockets', () => {
  it('are refused without the cookie, to other origins and by other names', async (t) => {
    const shell = await BrowserShell.start(t);
    const wrong: [Record<string, string>, RegExp][] = [
      [{ cookie: '' }, /cookie/],
      [{ cookie: shell.cookie.slice(0, -1) }, /cookie/],
      [{ origin: 'http://evil.example' }, /Origin/],
      [{ origin: `http://localhost:${shell.port}` }, /Origin/],
      [{ host: `evil.example:${shell.port}`, origin: `http://evil.example:${shell.port}` }, /Host/],
    ];
    for (const path of ['/events', '/stream?session=1']) {
      for (const [headers, sentence] of wrong) {
        const refusal = await refused(shell.socket(path, headers));
        assert.equal(refusal.status, 403);
        assert.match(refusal.sentence, sentence);
      }
    }
  });

  it('tell a page of sources as they come and go', async (t) => {
    const shell = await BrowserShell.start(t);
    const socket = shell.socket('/events?page=a');
    const events = eventsOf(socket);
    await opened(socket);
    const name = 'CaptureHook_HookInfo7020';
    /** The next list in which the row is as `wanted` says; a look may fall between the making of two objects. */
    const lists = (wanted: (row: SourceListing | undefined) => boolean) =>
      events.next(
        (event) => event.channel === 'sources:changed' && wanted(event.payload.find((source) => source.name === name)),
      );
    const producer = new Producer(t, shell.engine, 7020, 16, 8);
    await lists((row) => row?.width === 16 && row.height === 8 && row.format === 'B8G8R8A8_UNORM');
    producer.writer.close();
    await lists((row) => row === undefined);
  });

  it('tell a page of its own sessions only', async (t) => {
    const shell = await BrowserShell.start(t);
    const [mine, other] = [shell.socket('/events?page=mine'), shell.socket('/events?page=other')];
    const [myEvents, otherEvents] = [eventsOf(mine), eventsOf(other)];
    await Promise.all([opened(mine), opened(other)]);
    const session = await shell.value('session:open', ['7021'], 'mine');
    const searching = await myEvents.next(
      (event) => event.channel === 'session:changed' && event.payload.state.kind === 'searching',
    );
    assert.ok(searching.channel === 'session:changed');
    assert.equal(searching.payload.session, session);
    assert.equal(searching.payload.name, 'CaptureHook_HookInfo7021');
    const producer = new Producer(t, shell.engine, 7021, 16, 8);
    producer.publish(1);
    await myEvents.next((event) => event.channel === 'session:changed' && event.payload.shape?.width === 16);
    assert.equal(otherEvents.received.filter(({ channel }) => channel === 'session:changed').length, 0);
  });
});
