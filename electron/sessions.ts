import { MessageChannelMain, type MessagePortMain } from 'electron';

import { attachStream, type Engine, type Session, type StreamChannel, type StreamOptions } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import type { SessionId } from '../protocol/session';
import { isToSender } from '../protocol/stream-json';
import { sendEvent } from './ipc-main';
import { streamChannel } from './stream-channel';
import type { ViewerWindow } from './window';

interface OpenSession {
  readonly session: Session;
  readonly stop: () => void;
}

/** The sessions of the window. Whatever ends its page (reload, crash, close) ends them and unmaps their rings. */
export class WindowSessions {
  readonly #engine: Engine;
  readonly #window: ViewerWindow;
  readonly #streamOptions: StreamOptions;
  readonly #open = new Map<SessionId, OpenSession>();
  #stopSources: (() => void) | null = null;
  #contents: Electron.WebContents | null = null;

  constructor(engine: Engine, window: ViewerWindow, streamOptions: StreamOptions) {
    this.#engine = engine;
    this.#window = window;
    this.#streamOptions = streamOptions;
  }

  async open(name: string): Promise<SessionId> {
    const { contents } = this.#window;
    if (!contents) throw new Error('the window is closed');
    this.#endWith(contents);
    const session = await this.#engine.openSource(name);
    const stopUpdates = session.onUpdate((update) => sendEvent(this.#window.contents, 'session:changed', update));
    const { port1, port2 } = new MessageChannelMain();
    const detach = attachStream(session, channelOf(port1), this.#streamOptions);
    contents.postMessage(streamChannel, { session: session.id }, [port2]);
    const stop = () => {
      detach();
      stopUpdates();
      port1.close();
      session.close();
    };
    this.#open.set(session.id, { session, stop });
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

  closeAll(): void {
    for (const { stop } of this.#open.values()) stop();
    this.#open.clear();
    this.#stopSources?.();
    this.#stopSources = null;
  }

  /** From now on the window is told whenever the list of mappings changed. */
  watchSources(): void {
    const { contents } = this.#window;
    if (contents) this.#endWith(contents);
    this.#stopSources ??= this.#engine.watchSources((sources) =>
      sendEvent(this.#window.contents, 'sources:changed', sources),
    );
  }

  #endWith(contents: Electron.WebContents): void {
    if (this.#contents === contents) return;
    this.#contents = contents;
    contents.on('did-start-navigation', (_event, _url, isInPlace, isMainFrame) => {
      if (isMainFrame && !isInPlace) this.closeAll();
    });
    contents.on('render-process-gone', () => {
      this.closeAll();
      if (!contents.isDestroyed()) contents.reload();
    });
    contents.on('destroyed', () => this.closeAll());
  }
}

/** The engine's channel over a MessagePort; what a page sends is checked before it is used. */
function channelOf(port: MessagePortMain): StreamChannel {
  port.start();
  return {
    kind: 'port',
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => {
        if (isToSender(data)) listener(data);
      });
    },
    onClose: (listener) => void port.once('close', listener),
    close: () => port.close(),
  };
}
