import type { ContentView } from './content';
import type { ErrorInfo } from './errors';
import type { PictureFacts } from './frame';
import type { Reading } from './reading';
import type { LayoutName, Producer } from './source';

/** What is to be known of an opened source's shape. */
export interface SourceShape {
  readonly layout: LayoutName;
  readonly width: number;
  readonly height: number;
  /** DXGI_FORMAT number. */
  readonly format: number;
  readonly pitch: number;
  readonly flip: boolean;
  readonly mapId: number;
}

/** Why a source that is there has shown no frame yet. */
export type WaitingReason =
  /** No capturing application holds `CaptureHook_KeepAlive<pid>`: the hook is idle. */
  | 'hook-idle'
  /** `last_tex` is -1: the producer has published nothing yet. */
  | 'nothing-published'
  /** Every look found both buffers held. */
  | 'buffers-busy';

/** Why the producer is said to be gone. */
export type GoneReason = 'process-exited' | 'mapping-removed';

/** A session's state, each with its evidence. The words and the next step for each are the catalogue's. */
export type SessionState =
  | { readonly kind: 'searching'; readonly name: string }
  | { readonly kind: 'waiting-for-first-frame'; readonly reason: WaitingReason; readonly producer: Producer | null }
  | { readonly kind: 'live'; readonly producer: Producer | null }
  | { readonly kind: 'stalled'; readonly quietForMs: number; readonly producer: Producer | null }
  | {
      readonly kind: 'producer-gone';
      readonly reason: GoneReason;
      /** Age of the last frame, or change of content; `null` where it was there before anybody looked. */
      readonly quietForMs: number | null;
      readonly producer: Producer | null;
    }
  | { readonly kind: 'failed'; readonly error: ErrorInfo };

/** Totals since the session was opened. */
export interface SessionCounters {
  /** Publications observed, delivered or not. */
  readonly published: number;
  readonly delivered: number;
  readonly overtaken: number;
  readonly contended: number;
  readonly suspect: number;
  readonly reopened: number;
}

/** Something that happened to the source, for the window's log: newest last. */
export interface SessionEvent {
  readonly kind:
    | 'opened'
    | 'producer-restarted'
    | 'size-changed'
    | 'reinitialised'
    | 'abandoned-lock'
    /** Without a lock: overwritten during every copy for a while. */
    | 'torn'
    | 'producer-gone'
    | 'stalled'
    | 'resumed'
    /** The hook was captured, and is not any more. */
    | 'idle'
    /** This program took, or gave up, the part of the capturing application. */
    | 'attached'
    | 'detached'
    | 'failed';
  /** Milliseconds before this update was sent. */
  readonly agoMs: number;
  /** Values for the catalogue's sentence. */
  readonly detail: Readonly<Record<string, string | number>>;
}

/** A line of a hook's log; the numbers count on. Untrusted text. */
export interface HookLogLine {
  readonly number: number;
  readonly text: string;
}

/** Whether the session takes the part of the hook's capturing application. */
export interface AttachView {
  /** `capturing`: the hook said that it does; `silent`: it should have said so by now. */
  readonly state: 'off' | 'attaching' | 'attached' | 'silent' | 'capturing';
  /** The newest lines of this attachment, or of the last one. */
  readonly log: readonly HookLogLine[];
}

export type TransportName = 'ring' | 'port' | 'websocket';

/** How pixels reach the viewer, and why not by the ring when they don't. */
export interface TransportStatus {
  readonly name: TransportName;
  readonly reason: string | null;
}

export type SessionId = number;

/** Sent a few times a second to whoever shows a session. */
export interface SessionUpdate {
  readonly session: SessionId;
  /** The mapping's full name, or a file's path. */
  readonly name: string;
  /** How it is read, where that was asked for. */
  readonly reading: Reading;
  readonly state: SessionState;
  /** Of the source as it is open now. */
  readonly shape: SourceShape | null;
  /** Of the picture that was delivered last: after a resize without a frame it is not the source's. */
  readonly shown: SourceShape | null;
  /** What that picture is besides its pixels. */
  readonly picture: PictureFacts | null;
  /** Of a source that holds no picture: what it holds. */
  readonly content: ContentView | null;
  /** `null` while the source is no hook that one could attach to. */
  readonly attach: AttachView | null;
  readonly counters: SessionCounters;
  /** New frames a second over the last second. */
  readonly sourceFps: number;
  /** Frames drawn a second over the last second. */
  readonly drawnFps: number;
  /** Acquisition to drawn, median of the last second in milliseconds; `null` without frames. */
  readonly latencyMs: number | null;
  /** The newest frame was read under an abandoned mutex. */
  readonly suspect: boolean;
  readonly transport: TransportStatus | null;
  readonly events: readonly SessionEvent[];
}
