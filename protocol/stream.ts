import type { FrameHeader } from './frame';
import type { TransportStatus } from './session';

/*
 * The pixel stream between the side that reads the source ("sender": Electron's main process, the server) and the
 * worker that draws ("viewer"). Over a message port these are structured clones; over a WebSocket everything but
 * `frame` is JSON text, and a frame is one binary message: the encoded header, then the pixels if there are any.
 *
 *   viewer -> ready
 *   sender -> prepare (once the source's size is known, and again when it outgrows the slots)
 *   viewer -> ring (a file of its origin private file system) or no-ring: one answer to each prepare, all others are ignored
 *   sender -> transport, then frame ...; viewer -> credit for each frame
 *   sender -> ended, when it can go on no more: the viewer does not ask again
 */

/** Bytes in front of a ring file's first slot; the token stands at 0. */
export const ringHeaderBytes = 4096;
export const ringTokenBytes = 16;
export const ringSlots = 3;
const pageBytes = 4096;

/** A slot's size for a frame of `frameBytes`: whole pages. */
export function ringSlotBytes(frameBytes: number): number {
  return Math.ceil(frameBytes / pageBytes) * pageBytes;
}

/** Bytes of the largest frame that is sent to a viewer: more than a canvas holds would be shown by none. */
export const largestFrameBytes = 16_384 * 16_384 * 4;

export type StreamToViewer =
  | { readonly kind: 'prepare'; readonly frameBytes: number; readonly wantRing: boolean }
  | { readonly kind: 'transport'; readonly transport: TransportStatus }
  /** `pixels` is absent when they lie in the ring's slot. They may be a view of a larger message. */
  | {
      readonly kind: 'frame';
      readonly slot: number;
      readonly header: FrameHeader;
      readonly pixels?: Uint8Array;
    }
  /** The stream is over, and why; opening the session again is the user's to choose. */
  | { readonly kind: 'ended'; readonly reason: string }
  /** Answers a clock request: the sender's monotonic clock when it arrived. A flood of them is answered now and then. */
  | { readonly kind: 'clock'; readonly askedAtMs: number; readonly monotonicNs: bigint };

export type StreamToSender =
  /** The worker listens and can draw. */
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'ring';
      /** 32 hexadecimal digits that stand as 16 bytes at the start of the file. */
      readonly token: string;
      readonly fileBytes: number;
      readonly slotBytes: number;
    }
  | { readonly kind: 'no-ring'; readonly reason: string }
  /** The slot is free again. `heldMs` is the time from the message's arrival to drawn. */
  | { readonly kind: 'credit'; readonly slot: number; readonly heldMs: number }
  /** The worker could not use what it was sent: the slot comes back undrawn. */
  | { readonly kind: 'rejected'; readonly slot: number; readonly reason: string }
  /** Asks for the sender's clock, to relate the producer's stamps to drawing (measurement only). */
  | { readonly kind: 'clock'; readonly askedAtMs: number };
