import { connect, type Socket } from 'node:net';

import type { Native, ReaderStatus, SourceWriter } from '../../native/index';
import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import type { FrameHeader } from '../../protocol/frame';
import { pipeGreeting, type PipeFrame } from '../../protocol/pipe';
import type { SessionState, SourceShape } from '../../protocol/session';
import { PipeMessageReader } from './message-reader';
import { contained } from '../contained';
import { pipePath, pipeScheme } from './pipe-path';

const retryMs = 200;
const takeAgainMs = 1;

/** Numbers of our own sources, far from any process's: what a feed writes is listed by nobody. */
const firstFeedId = 2 ** 52;
const feedsPerProcess = 4096;
/** A window handle's bits: the texture mapping is named by them. */
const windows = 2 ** 32;
let nextFeed = 0;

export function isFeedName(name: string): boolean {
  const [, digits] = /^CaptureHook_HookInfo(\d+)$/.exec(name) ?? [];
  return digits !== undefined && Number(digits) >= firstFeedId;
}

/**
 * The viewer's end of a pipe: puts each frame that comes into a capture of our own, which a reader shows as it shows any
 * other. Reads on only when a frame was taken (`every`), so that nothing is lost and the producer feels it; or at once, and
 * what was not taken is overwritten (`latest`).
 */
export class PipeFeed {
  /** What the reader opens. */
  readonly hookInfoName: string;
  readonly #native: Native;
  readonly #name: string;
  readonly #latestOnly: boolean;
  readonly #onChange: () => void;
  readonly #number = process.pid * feedsPerProcess + (nextFeed++ % feedsPerProcess);
  #socket: Socket | null = null;
  #writer: SourceWriter | null = null;
  #shape: PipeFrame | null = null;
  #connected = false;
  #hadFrames = false;
  /** When the newest came. */
  #frameAtMs: number | null = null;
  #failure: ErrorInfo | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;
  /** A frame was put where readers find it, and none has taken it. */
  #isWaiting = false;
  #putAtNs = 0n;
  #putInto = -1;
  /** The producer is gone, and some of what it sent is not shown yet. */
  #endsWhenTaken = false;
  #onTaken: (() => void) | null = null;

  constructor(native: Native, name: string, latestOnly: boolean, onChange: () => void) {
    this.#native = native;
    this.#name = name;
    this.#latestOnly = latestOnly;
    this.#onChange = onChange;
    this.hookInfoName = `CaptureHook_HookInfo${firstFeedId + this.#number}`;
    this.#connect();
  }

  /** What stands above the reader's state; `null` where that says it. */
  get state(): SessionState | null {
    const name = `${pipeScheme}${this.#name}`;
    if (this.#failure) return { kind: 'failed', error: this.#failure };
    if (this.#connected) {
      return this.#hadFrames ? null : { kind: 'waiting-for-first-frame', reason: 'nothing-published', producer: null };
    }
    if (!this.#hadFrames) return { kind: 'searching', name };
    const quietForMs = this.#frameAtMs === null ? null : performance.now() - this.#frameAtMs;
    return { kind: 'producer-gone', reason: 'mapping-removed', quietForMs, producer: null };
  }

  /** A frame reached whoever watches; what is not the last that was put there is an older one, shown again. */
  noteTaken({ acquiredAtMonotonicNs, buffer }: FrameHeader): void {
    if (acquiredAtMonotonicNs < this.#putAtNs || buffer !== this.#putInto) return;
    const resume = this.#onTaken;
    this.#onTaken = null;
    resume?.();
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#socket?.destroy();
    this.#writer?.close();
    this.#writer = null;
  }

  #connect(): void {
    if (this.#closed) return;
    const socket = connect(pipePath(this.#name));
    const reader = new PipeMessageReader();
    this.#socket = socket;
    socket.on('connect', () => {
      this.#connected = true;
      socket.write(pipeGreeting);
      this.#failure = null;
      this.#onChange();
    });
    socket.on('data', (chunk) => this.#read(socket, reader, chunk));
    // Nobody listens yet, or the producer went: its end is told by `close`.
    socket.on('error', () => {});
    socket.on('close', () => this.#ended());
  }

  /** One frame at a time: what came behind it waits until it was taken. */
  #read(socket: Socket, reader: PipeMessageReader, chunk: Uint8Array): void {
    try {
      const rest = reader.push(chunk, (frame, pixels) => this.#show(frame, pixels));
      if (this.#latestOnly || !this.#isWaiting) return;
      socket.pause();
      this.#onTaken = () => {
        this.#isWaiting = false;
        if (rest.byteLength > 0) this.#read(socket, reader, rest);
        if (this.#isWaiting) return;
        if (this.#endsWhenTaken) this.#ended();
        else socket.resume();
      };
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  /** What came before the end is shown before the end is told. */
  #ended(): void {
    this.#endsWhenTaken = this.#isWaiting && !this.#closed;
    if (this.#endsWhenTaken) return;
    this.#socket = null;
    this.#onTaken = null;
    if (this.#closed) return;
    const was = this.#connected;
    this.#connected = false;
    if (was) this.#onChange();
    this.#timer = setTimeout(() => this.#connect(), retryMs);
  }

  #fail(thrown: unknown): void {
    this.#isWaiting = false;
    this.#failure = toErrorInfo(thrown, 'read', `${pipeScheme}${this.#name}`);
    this.#socket?.destroy();
    this.#onChange();
  }

  /** Whether the next frame may follow at once. */
  #show(frame: PipeFrame, pixels: Uint8Array): boolean {
    const writer = this.#writerFor(frame);
    this.#frameAtMs = performance.now();
    if (!this.#hadFrames) {
      this.#hadFrames = true;
      this.#onChange();
    }
    if (this.#latestOnly) {
      writer.publish(pixels);
      return true;
    }
    this.#isWaiting = true;
    this.#publishForSure(writer, pixels.slice());
    return false;
  }

  /** Both buffers may be in a reader's hands for a moment. */
  #publishForSure(writer: SourceWriter, pixels: Uint8Array): void {
    if (this.#closed || writer !== this.#writer) return;
    this.#putAtNs = this.#native.monotonicNs();
    this.#putInto = writer.publish(pixels);
    if (this.#putInto >= 0) return;
    const again = contained(
      () => this.#publishForSure(writer, pixels),
      (thrown) => this.#fail(thrown),
    );
    setTimeout(again, takeAgainMs);
  }

  /** A capture of the frame's shape: made anew where only its size changed is a resize, as a hook does it. */
  #writerFor(frame: PipeFrame): SourceWriter {
    const { width, height, format, pitch, flip } = frame;
    const before = this.#shape;
    this.#shape = frame;
    if (this.#writer && before && before.format === format && before.flip === flip) {
      const same = before.width === width && before.height === height && before.pitch === pitch;
      if (!same) this.#writer.resize(width, height, pitch);
      return this.#writer;
    }
    this.#writer?.close();
    const names = { id: firstFeedId + this.#number, window: this.#number % windows };
    this.#writer = this.#native.openWriter({ ...names, width, height, pitch, format, flip });
    return this.#writer;
  }
}

/** The status of the reader behind a pipe as that of the pipe: what it reads is what this process writes. */
export function throughPipe(status: ReaderStatus): ReaderStatus {
  const ofPipe = (shape: SourceShape | null) => shape && { ...shape, layout: 'pipe' as const };
  return { ...status, producer: null, shape: ofPipe(status.shape), shown: ofPipe(status.shown) };
}
