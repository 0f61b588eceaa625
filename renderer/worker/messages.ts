import type { StreamEnd } from '../shell/stream-end';

/** Page to worker. */
export type ToWorker =
  | { readonly kind: 'start'; readonly canvas: OffscreenCanvas; readonly stream: StreamEnd; readonly measure: boolean }
  | { readonly kind: 'stop' }
  | { readonly kind: 'measurement' };

/** Worker to page. */
export type FromWorker =
  | { readonly kind: 'size'; readonly width: number; readonly height: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'measurement'; readonly measurement: Measurement };

/** What a measuring worker read back from its canvas. */
export interface Measurement {
  /** Frames drawn whose three stamps agreed. */
  readonly drawn: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  /** Frames drawn whose stamps differed or could not be read. */
  readonly torn: number;
  /** Distinct frames that a display frame saw. */
  readonly presented: number;
  /** From the producer's release to drawn, in ms, one for each drawn frame. */
  readonly latenciesMs: readonly number[];
}
