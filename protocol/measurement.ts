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
