import type { FrameHeader } from '../../protocol/frame';
import type { Measurement } from '../../protocol/measurement';
import type { StreamEnd } from '../shell/stream-end';

/** Page to worker. */
export type ToWorker =
  | { readonly kind: 'start'; readonly canvas: OffscreenCanvas; readonly stream: StreamEnd; readonly measure: boolean }
  /** Whether anybody can see the canvas: not when the window is minimised, or the tab behind another. */
  | { readonly kind: 'shown'; readonly isShown: boolean }
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
