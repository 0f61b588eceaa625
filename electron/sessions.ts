import { MessageChannelMain, type WebContents } from 'electron';

import { attachStream, type Engine, type Session, type StreamOptions } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import type { SessionId } from '../protocol/session';
import { sendEvent } from './ipc-main';
import { portChannel } from './port-channel';
import { streamChannel } from './stream-channel';

interface OpenSession {
  readonly session: Session;
  readonly stop: () => void;
}

/** The sessions of the page that the window shows now: they end, and their rings are unmapped, when the page does. */
export class PageSessions {
  readonly #engine: Engine;
  readonly #contents: WebContents;
  readonly #streamOptions: StreamOptions;
  readonly #open = new Map<SessionId, OpenSession>();
  #stopSources: (() => void) | null = null;
  /** Counts the window's pages, so that what a former page asked for is not given to the next. */
  #page = 0;

  constructor(engine: Engine, contents: WebContents, streamOptions: StreamOptions) {
    this.#engine = engine;
    this.#contents = contents;
    this.#streamOptions = streamOptions;
  }

  async open(name: string): Promise<SessionId> {
    const page = this.#page;
    const session = await this.#engine.openSource(name);
    if (page !== this.#page || this.#contents.isDestroyed()) {
      session.close();
      throw new Error('the page that asked has ended');
    }
    this.#open.set(session.id, { session, stop: this.#connect(session) });
    return session.id;
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
    this.#stopSources ??= this.#engine.watchSources((sources) => sendEvent(this.#contents, 'sources:changed', sources));
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
