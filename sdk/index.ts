import { loadNative } from '../engine/index';
import { dxgiFormats, type DxgiFormatName } from '../protocol/dxgi';

/* Shared memory as Windows has it, on every system: what Framelatch itself stands on. */
export {
  CheckedBlockReader,
  CheckedBlockWriter,
  NamedEvent,
  NamedMutex,
  ReadWriteFileLock,
  SharedObject,
  SharedRegion,
  Task,
  TaskWorker,
  type BusinessValue,
  type TaskOutcome,
} from '../engine/index';
/* Structured data: C's layout, with types inferred. */
export { struct, type Packing, type Struct, type StructValue } from '../protocol/struct';
export { array, list, pointer, text, wideText } from '../protocol/struct-arrays';
export { bool, f32, f64, i16, i32, i64, i8, u16, u32, u64, u8 } from '../protocol/struct-numbers';
export { FramelatchError } from '../protocol/errors';

/* For producers in Node: `import { createProducer } from 'framelatch'`. The same writer as in sdk/framelatch.h. */

export interface ProducerOptions {
  /** The number in the names; this process's pid by default. */
  readonly id?: number;
  readonly dialect?: 'CaptureHook' | 'GameCapture';
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes from row to row; a row's own length by default. */
  readonly pitch?: number;
  /** A DXGI format that readers of capture hooks know; B8G8R8A8_UNORM by default. */
  readonly format?: DxgiFormatName;
  /** The first row is the lowest, as OpenGL has it. */
  readonly flip?: boolean;
}

export interface Producer {
  /** The hook-info mapping's name. */
  readonly name: string;
  /** Bytes from row to row. */
  readonly pitch: number;
  /**
   * Publishes pitch * height bytes. False when both buffers were being read: the frame is dropped. Never waits.
   * @throws FramelatchError `usage` for another number of bytes
   */
  publish(pixels: Uint8Array): boolean;
  /** Another size, under the next map_id. @throws FramelatchError `no-space`, `header-*`, `pitch-too-small` */
  resize(width: number, height: number, pitch?: number): void;
  /** Removes every object. */
  close(): void;
}

/**
 * Creates a source that Framelatch and every other reader of capture hooks shows.
 * @throws FramelatchError `mapping-exists`, `no-space`, `header-*`, `pitch-too-small`
 */
export function createProducer(options: ProducerOptions): Producer {
  const { id = process.pid, format = 'B8G8R8A8_UNORM', ...rest } = options;
  const writer = loadNative().openWriter({ ...rest, id, format: dxgiFormats[format].number });
  return {
    name: writer.hookInfoName,
    get pitch() {
      return writer.pitch;
    },
    publish: (pixels) => writer.publish(pixels) >= 0,
    resize: (width, height, pitch) => writer.resize(width, height, pitch),
    close: () => writer.close(),
  };
}
