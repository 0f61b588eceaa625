import { attachStream, type Engine, type Session, type StreamChannel } from '../engine/index';
import { limitReached, type SourceOpener } from '../engine/page/source-opener';
import { FramelatchError } from '../protocol/errors';
import type { SessionId, TransportName } from '../protocol/session';
import { Page, type EventSink } from './page';
import type { Visitor } from './session-cookie';

/** Of one page: it shows one, and two while one takes another's place. */
const mostSessions = 8;
const mostPages = 32;

/** The pages that look, and the sessions that they opened. */
export class Viewers {
  readonly #engine: Engine;
  readonly #opener: SourceOpener;
  readonly #forced: TransportName | null;
  readonly #pages = new Map<string, Page>();
  #opening = 0;

  constructor(engine: Engine, opener: SourceOpener, forced: TransportName | null) {
    this.#engine = engine;
    this.#opener = opener;
    this.#forced = forced;
  }

  /** A page listens from now on. Returns what to call when it no longer does; null when there are too many already. */
  connect(name: string, sink: EventSink): (() => void) | null {
    if (!this.#pages.has(name) && this.#pages.size >= mostPages) return null;
    const leave = this.#page(name).connect(sink);
    if (!leave) return null;
    const stopSources = this.#engine.watchSources({
      onList: (sources) => sink.send('sources:changed', sources),
      onUnlisted: (error) => sink.send('sources:unlisted', error),
    });
    return () => {
      stopSources();
      leave();
    };
  }

  /** @throws FramelatchError as `SourceOpener.open` does, `limit-reached` */
  async open(name: string, source: string): Promise<SessionId> {
    const page = this.#page(name);
    if (page.sessionCount + this.#opening >= mostSessions) {
      throw limitReached('session', mostSessions, 'Close a source first, or reload the page.');
    }
    this.#opening += 1;
    try {
      const session = await this.#opener.open(source);
      // The page may have ended, and come back, while it was being opened.
      this.#page(name).add(session);
      return session.id;
    } finally {
      this.#opening -= 1;
    }
  }

  closeSession(id: SessionId): void {
    for (const page of this.#pages.values()) page.closeSession(id);
  }

  /** @throws FramelatchError `usage` when there is no such session */
  session(id: SessionId): Session {
    const found = this.#holderOf(id)?.session(id);
    if (found) return found;
    throw new FramelatchError({
      code: 'usage',
      operation: 'look up session',
      target: String(id),
      reason: 'no such session is open',
      next: 'Open the source again.',
    });
  }

  /** Gives a session's frames to a channel, in place of the one before; false when there is no such session. */
  attach(id: SessionId, channel: StreamChannel, { ringFolder }: Visitor): boolean {
    const page = this.#holderOf(id);
    const session = page?.session(id);
    if (!page || !session) return false;
    page.detach(id);
    page.setStream(id, attachStream(session, channel, { ringFolder, forced: this.#forced }), channel);
    return true;
  }

  close(): void {
    for (const page of this.#pages.values()) page.close();
  }

  #holderOf(id: SessionId): Page | undefined {
    return [...this.#pages.values()].find((page) => page.session(id));
  }

  #page(name: string): Page {
    const known = this.#pages.get(name);
    if (known) return known;
    if (this.#pages.size >= mostPages) throw limitReached('page', mostPages, 'Close other pages of the viewer first.');
    const page = new Page(() => this.#pages.delete(name));
    this.#pages.set(name, page);
    return page;
  }
}
