import type { ReaderFrame } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import type { TransportName, TransportStatus } from '../../protocol/session';
import type { StreamToSender, StreamToViewer } from '../../protocol/stream';
import { largestFrameBytes, ringHeaderBytes, ringSlots, ringSlotBytes } from '../../protocol/stream';
import { allocateBuffers } from '../allocate';
import { contained } from '../contained';
import { RateLimit } from '../rate-limit';
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
/** A measuring viewer asks twice a second. */
const clockRepliesPerSecond = 20;

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
  readonly #clockReplies = new RateLimit(clockRepliesPerSecond);
  /** When each slot's frame was acquired and its message sent, in ms of this process's clocks. */
  readonly #sent = new Map<number, { readonly acquiredNs: bigint; readonly sentNs: bigint }>();
  #buffers: readonly ArrayBuffer[] = [];
  #ready = false;
  #preparedBytes = 0;
  /** A `prepare` was sent, and the viewer may answer it, once: nothing that it says unasked costs any work. */
  #isAsked = false;
  /** The size that could not be had: not tried again before the source has another. */
  #refusedBytes = 0;
  #detached = false;

  constructor(session: Session, channel: StreamChannel, options: StreamOptions) {
    this.#session = session;
    this.#channel = channel;
    this.#options = options;
    const fail = (thrown: unknown) => this.#end(thrown);
    channel.onMessage(contained((message) => this.#receive(message), fail));
    channel.onClose(contained(() => this.detach(), fail));
    session.setFrameListener(contained((frame) => this.#send(frame), fail));
    this.#stopListening = session.onStatus(contained(() => this.#prepare(), fail));
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

  /** After what should not have happened: the stream goes, its session says why, and everybody else's goes on. */
  #end(thrown: unknown): void {
    if (this.#detached) return;
    this.detach();
    this.#session.fail(thrown);
    const say = () => {
      this.#channel.post({ kind: 'ended', reason: thrown instanceof Error ? thrown.message : String(thrown) });
      this.#channel.close();
    };
    // The channel itself may be what is broken: then the session's state has said it.
    contained(say, () => {})();
  }

  #receive(message: StreamToSender): void {
    if (this.#detached) return;
    switch (message.kind) {
      case 'ready':
        this.#ready = true;
        this.#prepare();
        break;
      case 'ring':
        if (this.#takeAnswer()) return this.#useRing(message);
        break;
      case 'no-ring':
        if (this.#takeAnswer()) this.#useBuffers(message.reason);
        break;
      case 'credit':
        this.#takeBack(message.slot, message.heldMs);
        break;
      case 'rejected':
        this.#sent.delete(message.slot);
        this.#session.reader.release(message.slot);
        break;
      case 'clock':
        if (!this.#clockReplies.take()) return;
        this.#channel.post({ kind: 'clock', askedAtMs: message.askedAtMs, monotonicNs: process.hrtime.bigint() });
        break;
    }
  }

  #takeAnswer(): boolean {
    const isAsked = this.#isAsked;
    this.#isAsked = false;
    return isAsked;
  }

  /** Asks the viewer for slots as large as the source, once it is known and whenever it outgrew them. */
  #prepare(): void {
    const { frameBytes } = this.#session.reader.status();
    if (!this.#ready || this.#detached) return;
    if (frameBytes <= this.#preparedBytes || frameBytes === this.#refusedBytes) return;
    if (frameBytes > largestFrameBytes) return this.#refuse(frameBytes, tooLarge(this.#session.name, frameBytes));
    this.#preparedBytes = frameBytes;
    this.#sent.clear();
    this.#session.reader.useNothing();
    this.#isAsked = true;
    this.#channel.post({ kind: 'prepare', frameBytes, wantRing: this.#ringIsPossible() });
  }

  #ringIsPossible(): boolean {
    const { ringFolder, forced } = this.#options;
    return ringFolder !== null && (forced === null || forced === 'ring');
  }

  #useRing(offer: StreamToSender & { kind: 'ring' }): void {
    const use = contained(
      () => this.#mapRing(offer),
      (thrown) => this.#end(thrown),
    );
    use();
  }

  async #mapRing(offer: StreamToSender & { kind: 'ring' }): Promise<void> {
    const prepared = this.#preparedBytes;
    const isOutdated = () => this.#detached || prepared !== this.#preparedBytes;
    try {
      if (offer.slotBytes !== ringSlotBytes(prepared)) throw new Error('the viewer offered slots of another size');
      const path = await findRing(this.#options.ringFolder, offer.token, ringHeaderBytes + ringSlots * offer.slotBytes);
      if (isOutdated()) return;
      const ring = { path, headerBytes: ringHeaderBytes, slots: ringSlots, slotBytes: offer.slotBytes };
      await this.#session.reader.useRing(ring);
      if (!isOutdated()) this.#begin({ name: 'ring', reason: null });
    } catch (thrown) {
      if (!isOutdated()) this.#useBuffers(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  #useBuffers(reason: string): void {
    const bytes = this.#preparedBytes;
    try {
      if (this.#buffers[0]?.byteLength !== bytes) {
        // First let go of the smaller ones.
        this.#buffers = [];
        this.#buffers = allocateBuffers(pooledBuffers, bytes, this.#session.name);
      }
    } catch (thrown) {
      return this.#refuse(bytes, thrown);
    }
    this.#session.reader.useBuffers(this.#buffers);
    this.#begin({ name: this.#channel.kind, reason: this.#options.forced === this.#channel.kind ? null : reason });
  }

  /** A size that cannot be shown is no end: the source may take another. */
  #refuse(frameBytes: number, thrown: unknown): void {
    this.#refusedBytes = frameBytes;
    this.#preparedBytes = 0;
    this.#isAsked = false;
    this.#session.reader.useNothing();
    this.#session.fail(thrown);
  }

  #begin(transport: TransportStatus): void {
    this.#refusedBytes = 0;
    if (transport.name === 'ring') this.#buffers = [];
    this.#channel.post({ kind: 'transport', transport });
    this.#session.mend();
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

function tooLarge(target: string, frameBytes: number): FramelatchError {
  return new FramelatchError({
    code: 'picture-too-large',
    operation: 'show',
    target,
    reason: `found a picture of ${frameBytes / 4} pixels, expected at most ${largestFrameBytes / 4}, what a canvas holds`,
    next: 'Save it with `framelatch snap`, or let the producer write a smaller one.',
  });
}
