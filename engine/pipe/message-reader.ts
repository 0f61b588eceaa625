import { checkLength, decodePipeHeader, pipeHeaderBytes, type PipeFrame } from '../../protocol/pipe';

const lengthBytes = 4;

/** Cuts a stream of bytes into frames: what comes in pieces is put together, each length is checked before it is believed. */
export class PipeMessageReader {
  readonly #head = new Uint8Array(lengthBytes + pipeHeaderBytes);
  #headFilled = 0;
  #length = 0;
  #frame: PipeFrame | null = null;
  #pixels = new Uint8Array(0);
  #filled = 0;

  /**
   * Calls back with each whole frame, whose pixels are valid until the callback returns; as long as that gives true.
   * @returns what was not looked at any more
   * @throws FramelatchError `pipe-message-invalid`, `format-unsupported`, `header-size-zero`, `pitch-too-small`
   */
  push(chunk: Uint8Array, onFrame: (frame: PipeFrame, pixels: Uint8Array) => boolean): Uint8Array {
    let rest = chunk;
    while (rest.byteLength > 0) {
      if (!this.#frame) {
        rest = this.#takeHead(rest);
        continue;
      }
      rest = this.#takePixels(rest);
      if (!this.#isWhole()) break;
      const frame = this.#frame;
      this.#frame = null;
      this.#headFilled = 0;
      if (!onFrame(frame, this.#pixels.subarray(0, this.#filled))) break;
    }
    return rest;
  }

  #isWhole(): boolean {
    return this.#filled === this.#length - pipeHeaderBytes;
  }

  #takeHead(bytes: Uint8Array): Uint8Array {
    const part = bytes.subarray(0, this.#head.byteLength - this.#headFilled);
    this.#head.set(part, this.#headFilled);
    this.#headFilled += part.byteLength;
    if (this.#headFilled >= lengthBytes) {
      this.#length = new DataView(this.#head.buffer).getUint32(0, true);
      checkLength(this.#length);
    }
    if (this.#headFilled === this.#head.byteLength) this.#begin();
    return bytes.subarray(part.byteLength);
  }

  #begin(): void {
    this.#frame = decodePipeHeader(this.#head.subarray(lengthBytes), this.#length);
    this.#filled = 0;
    const needed = this.#length - pipeHeaderBytes;
    if (this.#pixels.byteLength < needed) this.#pixels = new Uint8Array(needed);
  }

  #takePixels(bytes: Uint8Array): Uint8Array {
    const part = bytes.subarray(0, this.#length - pipeHeaderBytes - this.#filled);
    this.#pixels.set(part, this.#filled);
    this.#filled += part.byteLength;
    return bytes.subarray(part.byteLength);
  }
}
