/** Writes pictures as one layout stores them. */
export interface PictureWriter {
  /** What a reader opens. */
  readonly name: string;
  /**
   * Takes a picture as the layout stores it, or R8G8B8A8 where the writer was told how to make NV12 of it. False when a
   * reader had the buffer.
   */
  publish(pixels: Uint8Array): boolean;
  /** Removes what it created. */
  close(): void;
}
