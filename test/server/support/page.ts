import type { RawData, WebSocket } from 'ws';

import type { SessionUpdate } from '../../../protocol/session';
import type { SourceListing } from '../../../protocol/source';
import type { StreamToSender, StreamToViewer } from '../../../protocol/stream';
import { decodeFrameMessage, decodeToViewer } from '../../../protocol/stream-json';

const patienceMs = 30_000;

/** What comes out of a socket, one by one; `next` waits for one that fits and drops those before it. */
export class Inbox<Message> {
  readonly received: Message[] = [];
  readonly #decode: (data: RawData, isBinary: boolean) => Message;
  #wake: () => void = () => {};

  constructor(socket: WebSocket, decode: (data: RawData, isBinary: boolean) => Message) {
    this.#decode = decode;
    socket.on('message', (data, isBinary) => {
      this.received.push(this.#decode(data, isBinary));
      this.#wake();
    });
  }

  async next<Wanted extends Message>(fits: (message: Message) => message is Wanted): Promise<Wanted>;
  async next(fits: (message: Message) => boolean): Promise<Message>;
  async next(fits: (message: Message) => boolean): Promise<Message> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const at = this.received.findIndex((message) => fits(message));
      const [found] = at < 0 ? [] : this.received.splice(0, at + 1).slice(-1);
      if (found !== undefined) return found;
      await this.#arrival(deadline - Date.now());
    }
  }

  #arrival(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('nothing that fits came in time')), Math.max(0, ms));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

export type PageEvent =
  | { readonly channel: 'sources:changed'; readonly payload: readonly SourceListing[] }
  | { readonly channel: 'session:changed'; readonly payload: SessionUpdate };

export function eventsOf(socket: WebSocket): Inbox<PageEvent> {
  return new Inbox(socket, (data) => JSON.parse(String(data)) as PageEvent);
}

/** The viewer's end of a stream. */
export class StreamClient {
  readonly inbox: Inbox<StreamToViewer>;
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.inbox = new Inbox(socket, (data, isBinary) => {
      const bytes = data as Buffer;
      if (!isBinary) return decodeToViewer(bytes.toString());
      return decodeFrameMessage(
        bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
      );
    });
  }

  say(message: StreamToSender): void {
    this.#socket.send(JSON.stringify(message));
  }

  next<Kind extends StreamToViewer['kind']>(kind: Kind): Promise<Extract<StreamToViewer, { kind: Kind }>> {
    return this.inbox.next((message): message is Extract<StreamToViewer, { kind: Kind }> => message.kind === kind);
  }

  /** The next frame of exactly these pixels; gives credit for it and for those before it. */
  async picture(expected: Buffer): Promise<Extract<StreamToViewer, { kind: 'frame' }>> {
    for (;;) {
      const frame = await this.next('frame');
      this.say({ kind: 'credit', slot: frame.slot, heldMs: 1 });
      if (frame.pixels && expected.equals(Buffer.from(frame.pixels))) return frame;
    }
  }

  /** Says that it is ready, and that it has no ring. */
  async startWithoutRing(): Promise<void> {
    this.say({ kind: 'ready' });
    await this.next('prepare');
    this.say({ kind: 'no-ring', reason: 'this is a test' });
    await this.next('transport');
  }
}

export function opened(socket: WebSocket): Promise<void> {
  if (socket.readyState === socket.OPEN) return Promise.resolve();
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve()).once('error', reject);
  });
}

/** The close code, after which nothing more comes. */
export function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.once('close', (code) => resolve(code));
  });
}

/** The status with which an upgrade was refused, and the sentence. */
export function refused(socket: WebSocket): Promise<{ status: number; sentence: string }> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => reject(new Error('the socket was accepted')));
    socket.once('unexpected-response', (_request, response) => {
      let sentence = '';
      response.on('data', (chunk: Buffer) => (sentence += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, sentence }));
    });
  });
}
