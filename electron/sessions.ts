import { MessageChannelMain, type WebContents } from 'electron';

import { attachStream, type Engine, type Session, type StreamOptions } from '../engine/index';
import { limitReached, type SourceOpener } from '../engine/page/source-opener';
import { FramelatchError } from '../protocol/errors';
import type { SessionId } from '../protocol/session';
import { sendEvent } from './ipc-main';
import { portChannel } from './port-channel';
import { streamChannel } from './stream-channel';

interface OpenSession {
  readonly session: Session;
  readonly stop: () => void;
}

/** A page shows one; while one takes another's place there are two. */
const mostSessions = 8;

/** The sessions of the page that the window shows now: they end, and their rings are unmapped, when the page does. */
export class PageSessions {
  readonly #engine: Engine;
  readonly #opener: SourceOpener;
  readonly #contents: WebContents;
  readonly #streamOptions: StreamOptions;
  readonly #open = new Map<SessionId, OpenSession>();
  #stopSources: (() => void) | null = null;
  /** Counts the window's pages, so that what a former page asked for is not given to the next. */
  #page = 0;
  #opening = 0;
  /** Of the user's, for a page that does not listen yet. */
  #given: string | null = null;

  constructor(engine: Engine, opener: SourceOpener, contents: WebContents, streamOptions: StreamOptions) {
    this.#engine = engine;
    this.#opener = opener;
    this.#contents = contents;
    this.#streamOptions = streamOptions;
  }

  async open(name: string): Promise<SessionId> {
    const page = this.#page;
    const session = await this.#openCounted(name);
    if (page !== this.#page || this.#contents.isDestroyed()) {
      session.close();
      throw new Error('the page that asked has ended');
    }
    this.#open.set(session.id, { session, stop: this.#connect(session) });
    return session.id;
  }

  async #openCounted(name: string): Promise<Session> {
    if (this.#open.size + this.#opening >= mostSessions) {
      throw limitReached('session', mostSessions, 'Close a source first, or reload the page.');
    }
    this.#opening += 1;
    try {
      return await this.#opener.open(name);
    } finally {
      this.#opening -= 1;
    }
  }

  /** The page is to show a source that the user gave past it. */
  give(source: string): void {
    if (this.#stopSources) sendEvent(this.#contents, 'source:given', source);
    else this.#given = source;
  }

  get(id: SessionId): Session {
    const open = this.#open.get(id);
    if (open) return open.session;
    throw new FramelatchError({
      code: 'usage',
      operation: 'look up session',
      target: String(id),
      reason: 'no such session is open',
      next: 'Open the source again.',
    });
  }

  close(id: SessionId): void {
    this.#open.get(id)?.stop();
    this.#open.delete(id);
  }

  /** The page is gone, or another one begins. */
  closeAll(): void {
    this.#page += 1;
    for (const { stop } of this.#open.values()) stop();
    this.#open.clear();
    this.#stopSources?.();
    this.#stopSources = null;
  }

  /** From now on the page is told whenever the list of mappings changed. */
  watchSources(): void {
    this.#stopSources ??= this.#engine.watchSources({
      onList: (sources) => sendEvent(this.#contents, 'sources:changed', sources),
      onUnlisted: (error) => sendEvent(this.#contents, 'sources:unlisted', error),
    });
    if (this.#given !== null) sendEvent(this.#contents, 'source:given', this.#given);
    this.#given = null;
  }

  /** Updates and the stream go to the page. Returns the way out. */
  #connect(session: Session): () => void {
    const stopUpdates = session.onUpdate((update) => sendEvent(this.#contents, 'session:changed', update));
    const { port1, port2 } = new MessageChannelMain();
    const detach = attachStream(session, portChannel(port1), this.#streamOptions);
    this.#contents.postMessage(streamChannel, { session: session.id }, [port2]);
    return () => {
      detach();
      stopUpdates();
      port1.close();
      session.close();
    };
  }
}
