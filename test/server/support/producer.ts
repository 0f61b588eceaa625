import type { TestContext } from 'node:test';

import type { Engine } from '../../../engine/index';
import type { SourceWriter } from '../../../native/index';

/** A producer of BGRA pictures, each of whose pixels tells its place and its picture's number. */
export class Producer {
  readonly writer: SourceWriter;
  width: number;
  height: number;

  constructor(t: TestContext, engine: Engine, id: number, width: number, height: number) {
    this.writer = engine.native.openWriter({ id, width, height });
    this.width = width;
    this.height = height;
    t.after(() => this.writer.close());
  }

  publish(number: number): void {
    const pixels = Uint8Array.from(this.#colors(number), (value) => value);
    if (this.writer.publish(pixels) < 0) throw new Error('both buffers were busy');
  }

  resize(width: number, height: number): void {
    this.writer.resize(width, height);
    [this.width, this.height] = [width, height];
  }

  /** What a viewer must get of it: RGBA, opaque. */
  expected(number: number): Buffer {
    const stored = [...this.#colors(number)];
    return Buffer.from(stored.map((_, at) => (at % 4 === 3 ? 255 : stored[at - (at % 4) + 2 - (at % 4)]!)));
  }

  /** Bytes as stored: blue, green, red, and an alpha that nobody may show. */
  *#colors(number: number): Generator<number> {
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) yield* [x & 255, y & 255, (number * 37 + x + y) & 255, 7];
    }
  }
}
