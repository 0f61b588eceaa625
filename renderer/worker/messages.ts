import type { FrameHeader } from '../../protocol/frame';
import type { StreamEnd } from '../shell/stream-end';

/** Page to worker. */
export type ToWorker =
  | { readonly kind: 'start'; readonly canvas: OffscreenCanvas; readonly stream: StreamEnd; readonly measure: boolean }
  | { readonly kind: 'stop' }
  | { readonly kind: 'measurement' };

/** Worker to page. */
export type FromWorker =
  | { readonly kind: 'frame'; readonly frame: FrameReport }
  /** The sender knows this stream no more: the session has to be opened again. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'measurement'; readonly measurement: Measurement };

/** What the page is told of the frame that was drawn last. */
export type FrameReport = Pick<
  FrameHeader,
  'sequence' | 'width' | 'height' | 'format' | 'buffer' | 'mapId' | 'lockHeldNs' | 'suspect'
>;

/** What a measuring worker read back from its canvas. */
export interface Measurement {
  /** Different frames drawn whose three stamps agreed. */
  readonly drawn: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  /** Frames drawn whose stamps differed or could not be read. */
  readonly torn: number;
  /** Different frames that a display frame saw. */
  readonly presented: number;
  /** The producer's number of each drawn frame, in order. */
  readonly frames: readonly number[];
  /** From the producer's release to drawn, in ms, beside `frames`. */
  readonly latenciesMs: readonly number[];
}
