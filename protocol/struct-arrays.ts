import { FramelatchError } from './errors';
import { u32, u64 } from './struct-numbers';
import { refuseValue, type Sink, type Type } from './struct-type';

/* Texts, arrays, and what stands for pointers. */

function requireCount(count: number, what: string): void {
  if (Number.isSafeInteger(count) && count > 0 && count <= 2 ** 31) return;
  throw new FramelatchError({
    code: 'schema-invalid',
    operation: 'lay out',
    target: what,
    reason: `found a count of ${count}, expected a whole number above 0`,
    next: 'Give the most elements that the member may hold.',
  });
}

const decoder = new TextDecoder('utf-8');
const encoder = new TextEncoder();

/** `char[bytes]`: UTF-8 with a NUL behind it, the rest zeroes. Bytes that are no UTF-8 become U+FFFD when read. */
export function text(bytes: number): Type<string> {
  requireCount(bytes, 'text');
  return {
    name: `char[${bytes}]`,
    size: bytes,
    alignment: 1,
    read(view, offset) {
      const all = new Uint8Array(view.buffer, view.byteOffset + offset, bytes);
      const end = all.indexOf(0);
      return decoder.decode(all.slice(0, end < 0 ? bytes : end));
    },
    write(sink, offset, value, path) {
      const content = encoder.encode(value);
      if (content.includes(0)) refuseValue(path, 'found a NUL within the text', 'Remove it: it would end the text.');
      if (content.length >= bytes) {
        refuseValue(
          path,
          `found ${content.length} bytes of UTF-8, expected at most ${bytes - 1}`,
          'Shorten the text, or enlarge the member.',
        );
      }
      const padded = new Uint8Array(bytes);
      padded.set(content);
      sink.write(padded, offset);
    },
  };
}

/** `wchar_t[units]` as Windows has it: UTF-16 with a NUL behind it. */
export function wideText(units: number): Type<string> {
  requireCount(units, 'wide text');
  return {
    name: `wchar[${units}]`,
    size: units * 2,
    alignment: 2,
    read(view, offset) {
      let result = '';
      for (let at = 0; at < units; at += 1) {
        const unit = view.getUint16(offset + at * 2, true);
        if (unit === 0) break;
        result += String.fromCharCode(unit);
      }
      return result;
    },
    write(sink, offset, value, path) {
      if (value.includes('\0')) refuseValue(path, 'found a NUL within the text', 'Remove it: it would end the text.');
      if (value.length >= units) {
        refuseValue(
          path,
          `found ${value.length} UTF-16 units, expected at most ${units - 1}`,
          'Shorten the text, or enlarge the member.',
        );
      }
      const padded = new DataView(new ArrayBuffer(units * 2));
      for (let at = 0; at < value.length; at += 1) padded.setUint16(at * 2, value.charCodeAt(at), true);
      sink.write(new Uint8Array(padded.buffer), offset);
    },
  };
}

/** The bytes of a typed array whose elements are stored as the member's are; nothing for any other value. */
function storedBytes(element: Type<unknown>, values: unknown): Uint8Array | null {
  const kinds: Readonly<Record<string, unknown>> = {
    i8: Int8Array,
    u8: Uint8Array,
    i16: Int16Array,
    u16: Uint16Array,
    i32: Int32Array,
    u32: Uint32Array,
    i64: BigInt64Array,
    u64: BigUint64Array,
    f32: Float32Array,
    f64: Float64Array,
  };
  const kind = kinds[element.name] as (new () => ArrayBufferView) | undefined;
  if (!kind || !(values instanceof kind)) return null;
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Elements that may come in a typed array go from there in one piece. */
function writeElements<T>(element: Type<T>, sink: Sink, offset: number, values: ArrayLike<T>, path: string): void {
  const stored = storedBytes(element, values);
  if (stored) {
    sink.write(stored, offset);
    return;
  }
  for (let at = 0; at < values.length; at += 1) {
    element.write(sink, offset + at * element.size, values[at] as T, `${path}[${at}]`);
  }
}

function readElements<T>(element: Type<T>, view: DataView, offset: number, count: number): T[] {
  return Array.from({ length: count }, (_, at) => element.read(view, offset + at * element.size));
}

/** `element[count]`, every element given. */
export function array<T>(element: Type<T>, count: number): Type<ArrayLike<T>> {
  requireCount(count, 'array');
  return {
    name: `${element.name}[${count}]`,
    size: element.size * count,
    alignment: element.alignment,
    read: (view, offset) => readElements(element, view, offset, count),
    elements: (_, offset) => ({ element, first: offset, count }),
    write(sink, offset, value, path) {
      if (value.length !== count)
        refuseValue(path, `found ${value.length} elements, expected ${count}`, 'Give every element.');
      writeElements(element, sink, offset, value, path);
    },
  };
}

function aligned(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

/**
 * What stands for a pointer to at most `maximum` elements: `struct { uint32_t count; element items[maximum]; }`. More is an
 * error; a count beyond the maximum reads as one.
 */
export function list<T>(element: Type<T>, maximum: number): Type<ArrayLike<T>> {
  requireCount(maximum, 'list');
  const alignment = Math.max(4, element.alignment);
  const items = aligned(4, element.alignment);
  const countOf = (view: DataView, offset: number) => {
    const count = view.getUint32(offset, true);
    if (count <= maximum) return count;
    throw new FramelatchError({
      code: 'value-invalid',
      operation: 'decode',
      target: 'list',
      reason: `found a count of ${count}, expected at most ${maximum}`,
      next: 'Check what the other side writes, and that both use one schema.',
    });
  };
  return {
    name: `list<${element.name}>[${maximum}]`,
    size: aligned(items + element.size * maximum, alignment),
    alignment,
    read: (view, offset) => readElements(element, view, offset + items, countOf(view, offset)),
    elements: (view, offset) => ({ element, first: offset + items, count: countOf(view, offset) }),
    write(sink, offset, value, path) {
      if (value.length > maximum) {
        refuseValue(
          path,
          `found ${value.length} elements, expected at most ${maximum}`,
          'Send fewer, or enlarge the member.',
        );
      }
      u32.write(sink, offset, value.length, path);
      writeElements(element, sink, offset + items, value, path);
    },
  };
}

/** Where the bytes behind a pointer are: a region of their own. */
export interface PointerValue {
  /** The region's name; '' = a null pointer. */
  readonly region: string;
  /** In bytes. */
  readonly size: number;
}

const pointerNameBytes = 120;

/**
 * A pointer, as a region of its own: `struct { uint64_t size; char region[120]; }`. An address means nothing in another
 * process; a name does. The engine's business objects make and open the regions.
 */
export function pointer(): Type<PointerValue> {
  const name = text(pointerNameBytes);
  return {
    name: 'pointer',
    size: 8 + pointerNameBytes,
    alignment: 8,
    read(view, offset) {
      const size = Number(view.getBigUint64(offset, true));
      return { region: name.read(view, offset + 8), size };
    },
    write(sink, offset, value, path) {
      u64.write(sink, offset, BigInt(value.size), path);
      name.write(sink, offset + 8, value.region, path);
    },
  };
}
