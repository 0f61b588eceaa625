import type { Native, ReaderFrame, ReaderStatus, SourceAddress, SourceReader } from '../native/index';
import { toErrorInfo, type ErrorInfo } from '../protocol/errors';
import type { ContentPicture, ContentSettings } from '../protocol/content';
import type { Reading } from '../protocol/reading';
import type { AttachView, SessionId, SessionUpdate, TransportStatus } from '../protocol/session';
import { SessionAttach } from './attach/session-attach';
import { hasLocks, logAbandonedLocks } from './abandoned-locks';
import { captureFrom, type Picture } from './capture';
import { logAttach, logChanges } from './changes';
import { contained } from './contained';
import { EventLog } from './event-log';
import { SessionContent } from './content/session-content';
import { Listeners } from './listeners';
import { PipeFeed, throughPipe } from './pipe/pipe-feed';
import { pipeScheme } from './pipe/pipe-path';
import { DurationMeter, RateMeter } from './rates';
import { noContent, notAHook } from './session-errors';
import { stateOf } from './state';
import { Ticker } from './ticker';

export interface SessionOptions {
  readonly alpha?: 'opaque' | 'stored';
  /** How this program runs its own commands; found out by default. */
  readonly command?: readonly string[];
  /** Called with what a user's text turned out to name, before anything of it is opened: what it throws is the answer. */
  readonly admit?: (address: SourceAddress) => Promise<void>;
}

type FrameListener = (frame: ReaderFrame) => void;

/** One source that somebody watches: its reader, its state in words of the protocol, its counters. */
export class Session {
  readonly id: SessionId;
  readonly name: string;
  readonly reader: SourceReader;
  readonly #events = new EventLog();
  readonly #published = new RateMeter();
  readonly #drawn = new RateMeter();
  readonly #latency = new DurationMeter();
  readonly #updates = new Listeners<SessionUpdate>((thrown) => this.fail(thrown));
  readonly #statuses = new Listeners<ReaderStatus>((thrown) => this.fail(thrown));
  readonly #ticker: Ticker;
  readonly #native: Native;
  readonly #address: SourceAddress;
  readonly #reading: Reading;
  /** Of a pipe: what its frames come through. */
  readonly #feed: PipeFeed | null;
  readonly #attach: SessionAttach | null;
  /** Once it turned out that the source holds no picture. */
  #content: SessionContent | null = null;
  #onFrame: FrameListener | null = null;
  readonly #onClose: (() => void)[] = [];
  #seen: ReaderStatus | null = null;
  #seenAttach: AttachView | null = null;
  #drawnTotal = 0;
  #publishedTotal = 0;
  #newestIsSuspect = false;
  #transport: TransportStatus | null = null;
  #lastSent = '';
  /** What went wrong on our side of the source, until it is mended; stands above the reader's own state. */
  #failure: ErrorInfo | null = null;
  #closed = false;

  constructor(native: Native, id: SessionId, address: SourceAddress, options: SessionOptions, onClose: () => void) {
    this.id = id;
    this.name = address.name;
    this.#native = native;
    this.#address = address;
    const { name: _, ...reading } = address;
    this.#reading = reading;
    this.#onClose.push(onClose);
    this.#attach = SessionAttach.of(address.name, options.command, () => this.#noteAttach());
    const isPipe = address.name.startsWith(pipeScheme);
    const pipeName = address.name.slice(pipeScheme.length);
    this.#feed = isPipe ? new PipeFeed(native, pipeName, address.latest === true, () => this.#send()) : null;
    const opened = this.#feed ? { name: this.#feed.hookInfoName } : address;
    try {
      this.reader = native.openReader(
        { ...opened, alpha: options.alpha ?? 'opaque' },
        {
          onFrame: this.#guard((frame) => this.#receive(frame)),
          onStatus: this.#guard((status) => this.#notice(status)),
        },
      );
    } catch (thrown) {
      // No thread could be had: nobody would close what listens to the pipe.
      this.#feed?.close();
      throw thrown;
    }
    this.#ticker = new Ticker(this.#guard(() => this.#tick()));
  }

  /** Whoever takes frames; at most one. Each must give its slot back with `reader.release`. */
  setFrameListener(listener: FrameListener | null): void {
    this.#onFrame = listener;
  }

  /** Immediately on a change of state, otherwise a few times a second while something changes. Returns the way out. */
  onUpdate(listener: (update: SessionUpdate) => void): () => void {
    const stop = this.#updates.add(listener);
    listener(this.update());
    return stop;
  }

  /** The reader's own status as it changes. Returns the way out. */
  onStatus(listener: (status: ReaderStatus) => void): () => void {
    return this.#statuses.add(listener);
  }

  update(): SessionUpdate {
    const status = this.#status();
    const now = performance.now();
    const failure = this.#failure && { kind: 'failed' as const, error: this.#failure };
    return {
      session: this.id,
      name: this.name,
      reading: this.#reading,
      state: failure ?? this.#content?.state ?? this.#feed?.state ?? stateOf(this.name, status),
      content: this.#content?.view ?? null,
      attach: this.#attach?.view ?? null,
      shape: status.shape,
      shown: status.shown,
      picture: status.picture,
      counters: status.counters,
      sourceFps: this.#published.perSecond,
      drawnFps: this.#drawn.perSecond,
      latencyMs: this.#latency.median(now),
      suspect: this.#newestIsSuspect,
      transport: this.#transport,
      events: this.#events.read(now),
    };
  }

  /** How content that is no picture is to be read. @returns what is wrong with a schema, else `null` */
  configure(settings: ContentSettings): ErrorInfo | null {
    return this.#content?.configure(settings) ?? null;
  }

  /**
   * Takes, or gives up, the part of the hook's capturing application.
   * @param acceptLoss the user was asked: without offsets, Direct3D can never be captured in that process again
   * @throws FramelatchError `usage` for a source that is no hook, and what `Attachment.start` throws
   */
  async attach(on: boolean, acceptLoss = false): Promise<void> {
    if (this.#attach) return this.#attach.set(on, acceptLoss);
    throw notAHook(this.name);
  }

  /** The bytes of the content, base64. */
  get contentBytes(): string | null {
    return this.#content?.bytes ?? null;
  }

  /**
   * The content as pixels, by a raw description in words.
   * @throws FramelatchError `usage`, `no-frame` (no content), and what converting it throws
   */
  async contentPicture(words: string): Promise<ContentPicture> {
    const picture = await this.#content?.picture(words);
    if (picture) return picture;
    throw noContent(this.name);
  }

  /**
   * The session is `failed` from now on: what one source or its viewer made us do wrong is told of it alone. Until
   * {@link mend}, or for good.
   */
  fail(thrown: unknown): void {
    const failure = toErrorInfo(thrown, 'watch', this.name);
    const isNews = failure.reason !== this.#failure?.reason;
    this.#failure = failure;
    if (isNews) this.#send();
  }

  /** What {@link fail} told holds no more. */
  mend(): void {
    if (!this.#failure) return;
    this.#failure = null;
    this.#send();
  }

  /** A viewer has drawn a frame, `latencyMs` after it was acquired. */
  noteDrawn(latencyMs: number): void {
    this.#drawnTotal += 1;
    this.#latency.note(latencyMs, performance.now());
  }

  noteTransport(transport: TransportStatus): void {
    this.#transport = transport;
    this.#send();
  }

  /**
   * What the source holds now; after a crash, the last picture that it held.
   * @throws FramelatchError `no-frame`, `no-memory`
   */
  capture(alpha: 'opaque' | 'stored' = 'opaque'): Promise<Picture> {
    return captureFrom(this.reader, this.name, alpha);
  }

  /** Called once, when the session is closed. */
  onClosed(listener: () => void): void {
    this.#onClose.push(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#ticker.close();
    this.#updates.clear();
    this.#statuses.clear();
    this.#onFrame = null;
    this.#content?.close();
    this.#attach?.close();
    this.reader.close();
    this.#feed?.close();
    for (const tell of this.#onClose) tell();
  }

  #receive(frame: ReaderFrame): void {
    this.#ticker.stir();
    if (frame.header.suspect !== this.#newestIsSuspect) {
      this.#newestIsSuspect = frame.header.suspect;
      if (frame.header.suspect)
        this.#events.add(hasLocks(this.reader.status(), this.#address) ? 'abandoned-lock' : 'torn', {
          buffer: frame.header.buffer,
        });
      this.#send();
    }
    if (this.#onFrame) this.#onFrame(frame);
    else this.reader.release(frame.slot);
    this.#feed?.noteTaken(frame.header);
  }

  #noteAttach(): void {
    const view = this.#attach?.view ?? null;
    logAttach(this.#events, this.#seenAttach, view);
    this.#seenAttach = view;
    this.#send();
  }

  /** Of a pipe, the reader reads what we wrote ourselves. */
  #status(): ReaderStatus {
    const status = this.reader.status();
    return this.#feed ? throughPipe(status) : status;
  }

  #notice(status: ReaderStatus): void {
    this.#ticker.stir();
    this.#followContent(status);
    const told = this.#feed ? this.#status() : status;
    if (!this.#content) logChanges(this.#events, this.#seen, told);
    const isGoneNow = told.phase === 'producer-gone' && this.#seen?.phase !== 'producer-gone';
    if (isGoneNow && hasLocks(this.reader.status(), this.#address))
      void logAbandonedLocks(this.#events, this.#native, this.#address);
    this.#seen = told;
    this.#statuses.tell(status);
    this.#send();
  }

  /** A source that holds no picture is read as what it holds; one that turns into a picture is shown as that. */
  #followContent({ error, shape }: ReaderStatus): void {
    if (error?.code === 'layout-holds-no-picture' && !this.#content) {
      // What could not be done with its pictures concerns it no more.
      this.#failure = null;
      this.#content = new SessionContent(this.#native, this.#address, () => this.#send());
    } else if (shape && !error) {
      this.#content?.close();
      this.#content = null;
    }
  }

  #tick(): void {
    const now = performance.now();
    const { published } = this.reader.status().counters;
    // Nobody may take the frames that come.
    if (published !== this.#publishedTotal) this.#ticker.stir();
    this.#publishedTotal = published;
    this.#published.note(published, now);
    this.#drawn.note(this.#drawnTotal, now);
    const update = this.update();
    // Ages alone are no news for an idle source, but a stalled picture's age is shown.
    const digest = JSON.stringify({ ...update, events: update.events.length });
    if (digest !== this.#lastSent) this.#send(update, digest);
  }

  #send(update = this.update(), digest = ''): void {
    if (this.#closed) return;
    this.#lastSent = digest;
    this.#updates.tell(update);
  }

  /** What native threads and timers call: an exception there is this session's failure and nobody's end. */
  #guard<Args extends readonly unknown[]>(handler: (...args: Args) => void): (...args: Args) => void {
    return contained(handler, (thrown) => this.fail(thrown));
  }
}
