import type { ErrorInfo } from '../protocol/errors';
import type { FrameHeader, PictureFacts } from '../protocol/frame';
import type { Reading } from '../protocol/reading';
import type { GoneReason, SessionCounters, SourceShape, WaitingReason } from '../protocol/session';
import type {
  HeaderFields,
  LayoutName,
  Liveness,
  MutexState,
  Producer,
  SourceListing,
  TextureHeaderFields,
} from '../protocol/source';

/* What the addon offers, in types. Other rooms import native/index.ts. */

export type NativeDialect = 'CaptureHook' | 'GameCapture';

/** What is opened, and how it is read where its name and its bytes don't tell. */
export interface SourceAddress extends Reading {
  /** A mapping's full name, or a file's absolute path. */
  readonly name: string;
}

export interface ReaderOptions extends SourceAddress {
  readonly alpha?: 'opaque' | 'stored';
  /** Milliseconds without a publication until the source counts as stalled; 1000 by default. */
  readonly stallAfterMs?: number;
}

/** A frame in a slot; the slot is the listener's until {@link SourceReader.release}. */
export interface ReaderFrame {
  readonly slot: number;
  readonly header: FrameHeader;
}

export type ReaderPhase = 'searching' | 'waiting' | 'live' | 'stalled' | 'producer-gone' | 'failed';

export interface ReaderStatus {
  readonly phase: ReaderPhase;
  readonly waitReason: WaitingReason;
  readonly goneReason: GoneReason;
  readonly error: ErrorInfo | null;
  /** Of the last successful open. */
  readonly shape: SourceShape | null;
  /** Of the last delivered frame: after a resize without a frame it is not the source's. */
  readonly shown: SourceShape | null;
  /** Of the last delivered frame. */
  readonly picture: PictureFacts | null;
  readonly producer: Producer | null;
  /** Since the last publication, or since the open. */
  readonly quietForMs: number;
  /** Whether `quietForMs` is since a publication: what was there at the open may be of any age. */
  readonly sawPublication: boolean;
  /** Bytes of one RGBA8 frame of the open source: a slot must hold that. 0 before the first open. */
  readonly frameBytes: number;
  readonly counters: SessionCounters;
}

/** Called on the thread that opened the reader. What it throws surfaces as an uncaught exception; the reader goes on. */
export interface ReaderListener {
  onFrame(frame: ReaderFrame): void;
  /** The phase, the shape or the producer changed, or the source was re-opened. */
  onStatus(status: ReaderStatus): void;
}

export interface RingFile {
  readonly path: string;
  readonly headerBytes: number;
  readonly slots: number;
  readonly slotBytes: number;
}

export interface CaptureOptions {
  readonly alpha: 'opaque' | 'stored';
  readonly timeoutMs: number;
}

/** One source, read by one native thread. */
export interface SourceReader {
  /**
   * Frames go into these buffers from now on (slot = index); all of one size. The native thread writes into them: transfer
   * them to nobody until another target took their place. Throws `usage` for one that is empty or was transferred.
   */
  useBuffers(buffers: readonly ArrayBuffer[]): void;
  /**
   * Frames go into a ring file from now on. Allocates and maps off this thread. Resolves to false when another target was
   * chosen meanwhile: that one stays. Rejects with `ring-unavailable`, `no-space`.
   */
  useRing(ring: RingFile): Promise<boolean>;
  /** Frames go nowhere: the ring is unmapped, buffers are let go. */
  useNothing(): void;
  /** Gives a slot back. Throws `usage` when its buffer was transferred to somebody else: the slot is lost then. */
  release(slot: number): void;
  /** Delivers what the source holds now once more, as soon as a slot is free. */
  requestCurrent(): void;
  /**
   * Copies what the source holds now into a buffer, beside the stream: after a crash, the last picture of the view that is
   * still held. Resolves to `null` when there is no picture, the buffer is too small, or the lock stayed busy.
   */
  captureCurrent(buffer: ArrayBuffer, options: CaptureOptions): Promise<FrameHeader | null>;
  /** What the reader knows now: never older than the last frame that it delivered. */
  status(): ReaderStatus;
  /** Stops and joins the thread, then drops every reference; nothing is called afterwards. */
  close(): void;
}

export interface Inspection {
  readonly name: string;
  readonly layout: LayoutName;
  readonly fields: HeaderFields;
  /** Real bytes of the object. */
  readonly mappingBytes: number;
  /** Of a capture hook; `null` when it could not be opened (`error` says why), and in every other layout. */
  readonly texture: {
    readonly name: string;
    readonly mappingBytes: number;
    readonly header: TextureHeaderFields;
  } | null;
  /** One for each buffer that has one. */
  readonly mutexes: readonly MutexState[];
  /** Of a capture hook. */
  readonly keepAlive: MutexState | null;
  readonly producer: Producer | null;
  /** Of whoever writes it: `running` without a producer where that process cannot be seen, `gone` only where it is certain. */
  readonly liveness: Liveness;
  /** What keeps the frames from being read, if anything. */
  readonly error: ErrorInfo | null;
}

export interface WriterOptions {
  readonly dialect?: NativeDialect;
  readonly id: number;
  readonly window?: number;
  readonly width: number;
  readonly height: number;
  /** Bytes per row; the row's own length by default. */
  readonly pitch?: number;
  /** DXGI_FORMAT number; 87 (B8G8R8A8_UNORM) by default. */
  readonly format?: number;
  readonly flip?: boolean;
}

/** A producer: creates the objects of one capture and publishes frames by the locking rules. */
export interface SourceWriter {
  readonly hookInfoName: string;
  readonly textureName: string;
  readonly pitch: number;
  readonly mapId: number;
  /** Publishes pitch * height bytes as stored. The buffer's index, or -1 when both were busy and the frame was dropped. */
  publish(pixels: Uint8Array): number;
  /** As a hook does: frees the texture, raises map_id, re-creates. */
  resize(width: number, height: number, pitch?: number): void;
  /** Fault injection: keeps a buffer's mutex on this thread. False when it is busy. */
  holdLock(buffer: 0 | 1): boolean;
  dropLock(buffer: 0 | 1): void;
  close(): void;
}

/** Recorded bytes put back as a live source, under names with `id`. */
export interface ReplayOptions {
  readonly id: number;
  readonly hookInfo: Uint8Array;
  readonly texture: Uint8Array;
  /** The recording's hook-info mapping name tells the dialect; by size where it is not known. */
  readonly dialect: NativeDialect;
}

export interface SourceReplay {
  readonly hookInfoName: string;
  /** Stores last_tex (under the buffer's mutex, by the writer's rules), so that readers see a publication. */
  show(buffer: 0 | 1): boolean;
  close(): void;
}

export interface Leftover {
  /** The source's name. */
  readonly name: string;
  /** Every object that belongs to it and would be removed, the source last. */
  readonly objects: readonly string[];
  /** Of each of the objects, opaque: one that takes a name later is another, and is not removed. */
  readonly identities: readonly string[];
}

/**
 * What may be taken for left over: only what is `certain`; by a producer that takes the names over (`in-place`) known names
 * alone, but with mutexes that a viewer has open; `forced`, whatever the user named. Never a file, and never a mutex or an
 * event that is in use.
 */
export type Caution = 'certain' | 'in-place' | 'forced';

/** Who writes an object. */
export interface ProducerLook {
  readonly liveness: Liveness;
  readonly producer: Producer | null;
  /** `unknown` for no other reason than that somebody who does not have it open now wrote it within the last five seconds. */
  readonly changedLately: boolean;
}

/** The list of sources, kept up by a native thread that takes at most half a hundredth of a core. */
export interface SourceLister {
  /** The rows when they are others than those that were taken last, else `null`. Throws what {@link Native.listSources} does. */
  take(): readonly SourceListing[] | null;
  /** Joins the thread. */
  close(): void;
}

/** What a process has loaded. */
export interface ProcessModules {
  /** File names of libraries without their folders, lower case, each once. */
  readonly files: readonly string[];
  /** Of its code. */
  readonly bits: 32 | 64;
}

export interface Native {
  /** Rejects with `mapping-denied`, `mapping-missing` when the folder of all mappings cannot be looked into. */
  listSources(): Promise<readonly SourceListing[]>;
  openLister(): SourceLister;
  /** Never acquires anything. Rejects when the object itself cannot be opened, or is of no known layout. */
  inspect(address: SourceAddress): Promise<Inspection>;
  /**
   * The picture that `address.raw` describes in these bytes, as RGBA8, top row first. Rejects with `usage`, `mapping-too-small`,
   * `format-unsupported`, `pitch-too-small`, `header-size-zero`, `header-size-overflow`.
   */
  convertRaw(bytes: Uint8Array, address: SourceAddress): Promise<Uint8Array>;
  openReader(options: ReaderOptions, listener: ReaderListener): SourceReader;
  openWriter(options: WriterOptions): SourceWriter;
  openReplay(options: ReplayOptions): SourceReplay;
  /** The texture mapping that stands there for a hook info now, whatever is in it; `null` where none does. */
  standingTexture(hookInfo: string): Promise<string | null>;
  /** `null` when no such process exists, or this user may not look into it. */
  loadedModules(pid: number): Promise<ProcessModules | null>;
  /** What the list marks as left over, files excepted, and objects of hooks without their hook info. */
  findLeftovers(): Promise<readonly Leftover[]>;
  /**
   * That of one name, listed or not; `null` where it is not certain that no process writes it, for a file, and where names
   * go with their objects.
   */
  findLeftover(name: string, caution?: Caution): Promise<Leftover | null>;
  /**
   * Removes these very objects, after a second in which nobody wrote them; what is not left over any more, and a mutex that
   * a process has open, is left alone. Returns the removed names.
   */
  removeLeftovers(leftovers: readonly Leftover[], caution?: Caution): Promise<readonly string[]>;
  /** Who writes the object of that name; `unknown` also when there is none. */
  findProducer(name: string): Promise<ProducerLook>;
  /** The clock of `acquiredAtMonotonicNs`. */
  monotonicNs(): bigint;
  /**
   * Waits for the next events of this thread's loop and handles them: only where nobody else turns it, as while Electron
   * loads the main script. Returns whether anything is left to wait for; null where this executable has no such loop.
   */
  turnEventLoop(): boolean | null;
}
