/** Writes pictures as one layout stores them. */
export interface PictureWriter {
  /** What a reader opens. */
  readonly name: string;
  /** Takes a picture in the format that the layout stores, or, for NV12, in R8G8B8A8. */
  publish(pixels: Uint8Array): void;
  /** Removes what it created. */
  close(): void;
}
