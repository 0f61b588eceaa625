import type { ReaderFrame } from '../../native/index';
import type { TransportName, TransportStatus } from '../../protocol/session';
import type { StreamToSender, StreamToViewer } from '../../protocol/stream';
import { ringHeaderBytes, ringSlots, ringSlotBytes } from '../../protocol/stream';
import type { Session } from '../session';
import { findRing } from './find-ring';

/** What a shell gives the stream: a duplex for small messages that can carry pixels when it must. */
export interface StreamChannel {
  readonly kind: 'port' | 'websocket';
  post(message: StreamToViewer): void;
  onMessage(listener: (message: StreamToSender) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export interface StreamOptions {
  /** Where the viewer's origin private file system lies; null when that is not known. */
  readonly ringFolder: string | null;
  readonly forced: TransportName | null;
}

const pooledBuffers = 3;

/**
 * The sender's side of protocol/stream.ts: prepares a ring or buffers as large as the source, sends frames as long as the
 * viewer has credit, and takes slots back. A slot belongs to the reader until its message is sent, and to the viewer until
 * its credit comes back.
 */
export function attachStream(session: Session, channel: StreamChannel, options: StreamOptions): () => void {
  const stream = new Stream(session, channel, options);
  return () => stream.detach();
}

class Stream {
  readonly #session: Session;
  readonly #channel: StreamChannel;
  readonly #options: StreamOptions;
  readonly #stopListening: () => void;
  /** When each slot's frame was acquired and its message sent, in ms of this process's clocks. */
  readonly #sent = new Map<number, { readonly acquiredNs: bigint; readonly sentNs: bigint }>();
  #buffers: readonly ArrayBuffer[] = [];
  #ready = false;
  #preparedBytes = 0;
  #detached = false;

  constructor(session: Session, channel: StreamChannel, options: StreamOptions) {
    this.#session = session;
    this.#channel = channel;
    this.#options = options;
    channel.onMessage((message) => this.#receive(message));
    channel.onClose(() => this.detach());
    session.setFrameListener((frame) => this.#send(frame));
    this.#stopListening = session.onStatus(() => this.#prepare());
  }

  detach(): void {
    if (this.#detached) return;
    this.#detached = true;
    this.#stopListening();
    this.#session.setFrameListener(null);
    try {
      this.#session.reader.useNothing();
    } catch {
      // The session was closed first: its reader holds nothing any more.
      return;
    }
  }

  #receive(message: StreamToSender): void {
    if (this.#detached) return;
    switch (message.kind) {
      case 'ready':
        this.#ready = true;
        this.#preparedBytes = 0;
        this.#prepare();
        break;
      case 'ring':
        void this.#useRing(message);
        break;
      case 'no-ring':
        this.#useBuffers(message.reason);
        break;
      case 'credit':
        this.#takeBack(message.slot, message.heldMs);
        break;
      case 'rejected':
        this.#sent.delete(message.slot);
        this.#session.reader.release(message.slot);
        break;
      case 'clock':
        this.#channel.post({ kind: 'clock', askedAtMs: message.askedAtMs, monotonicNs: process.hrtime.bigint() });
        break;
    }
  }

  /** Asks the viewer for slots as large as the source, once it is known and whenever it outgrew them. */
  #prepare(): void {
    const { frameBytes } = this.#session.reader.status();
    if (!this.#ready || this.#detached || frameBytes <= this.#preparedBytes) return;
    this.#preparedBytes = frameBytes;
    this.#sent.clear();
    this.#session.reader.useNothing();
    this.#channel.post({ kind: 'prepare', frameBytes, wantRing: this.#ringIsPossible() });
  }

  #ringIsPossible(): boolean {
    const { ringFolder, forced } = this.#options;
    return ringFolder !== null && (forced === null || forced === 'ring');
  }

  async #useRing(offer: StreamToSender & { kind: 'ring' }): Promise<void> {
    const prepared = this.#preparedBytes;
    try {
      if (offer.slotBytes !== ringSlotBytes(prepared)) throw new Error('the viewer offered slots of another size');
      const path = await findRing(this.#options.ringFolder, offer.token, ringHeaderBytes + ringSlots * offer.slotBytes);
      await this.#session.reader.useRing({
        path,
        headerBytes: ringHeaderBytes,
        slots: ringSlots,
        slotBytes: offer.slotBytes,
      });
      if (prepared === this.#preparedBytes) this.#begin({ name: 'ring', reason: null });
    } catch (thrown) {
      if (!this.#detached) this.#useBuffers(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  #useBuffers(reason: string): void {
    if (this.#buffers[0]?.byteLength !== this.#preparedBytes) {
      this.#buffers = Array.from({ length: pooledBuffers }, () => new ArrayBuffer(this.#preparedBytes));
    }
    this.#session.reader.useBuffers(this.#buffers);
    this.#begin({ name: this.#channel.kind, reason: this.#options.forced === this.#channel.kind ? null : reason });
  }

  #begin(transport: TransportStatus): void {
    if (transport.name === 'ring') this.#buffers = [];
    this.#channel.post({ kind: 'transport', transport });
    this.#session.noteTransport(transport);
    // Whoever comes to a quiet source sees its picture as well.
    this.#session.reader.requestCurrent();
  }

  #send({ slot, header }: ReaderFrame): void {
    const buffer = this.#buffers[slot];
    const bytes = header.width * header.height * 4;
    const frame = { kind: 'frame', slot, header } as const;
    this.#sent.set(slot, { acquiredNs: header.acquiredAtMonotonicNs, sentNs: process.hrtime.bigint() });
    if (!buffer) this.#channel.post(frame);
    // Cloning a view would clone its whole buffer.
    else
      this.#channel.post({
        ...frame,
        pixels: new Uint8Array(buffer.byteLength > bytes ? buffer.slice(0, bytes) : buffer),
      });
  }

  /** Latency is from acquired to drawn: until the credit came, less half of what the two messages took on their way. */
  #takeBack(slot: number, heldMs: number): void {
    const sent = this.#sent.get(slot);
    if (!sent) return;
    this.#sent.delete(slot);
    this.#session.reader.release(slot);
    const now = process.hrtime.bigint();
    const roundTripMs = Number(now - sent.sentNs) / 1e6;
    const transitMs = Math.max(0, roundTripMs - heldMs);
    this.#session.noteDrawn(Number(now - sent.acquiredNs) / 1e6 - transitMs / 2);
  }
}
