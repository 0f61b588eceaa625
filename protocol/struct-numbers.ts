import { refuseValue, type Type } from './struct-type';

/* Numbers and truth values as members. */

function show(value: unknown): string {
  return typeof value === 'bigint' ? `${value}n` : String(value);
}

const scratch = new DataView(new ArrayBuffer(8));
const scratchBytes = new Uint8Array(scratch.buffer);

interface Scalar<T> {
  readonly name: string;
  readonly size: number;
  readonly fits: (value: unknown) => value is T;
  readonly expected: string;
  readonly read: (view: DataView, offset: number) => T;
  readonly store: (view: DataView, value: T) => void;
}

function scalar<T>({ name, size, fits, expected, read, store }: Scalar<T>): Type<T> {
  return {
    name,
    size,
    alignment: size,
    read,
    write(sink, offset, value, path) {
      if (!fits(value)) refuseValue(path, `found ${show(value)}, expected ${expected}`, 'Give a value that fits.');
      store(scratch, value);
      sink.write(scratchBytes.subarray(0, size), offset);
    },
  };
}

function integer(
  name: string,
  bits: 8 | 16 | 32,
  signed: boolean,
  read: (view: DataView, offset: number) => number,
  store: (view: DataView, value: number) => void,
): Type<number> {
  const lowest = signed ? -(2 ** (bits - 1)) : 0;
  const highest = 2 ** (signed ? bits - 1 : bits) - 1;
  const fits = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= highest;
  return scalar({ name, size: bits / 8, fits, expected: `a whole number from ${lowest} to ${highest}`, read, store });
}

function bigInteger(
  name: string,
  signed: boolean,
  read: (view: DataView, offset: number) => bigint,
  store: (view: DataView, value: bigint) => void,
): Type<bigint> {
  const lowest = signed ? -(2n ** 63n) : 0n;
  const highest = 2n ** (signed ? 63n : 64n) - 1n;
  const fits = (value: unknown): value is bigint => typeof value === 'bigint' && value >= lowest && value <= highest;
  return scalar({ name, size: 8, fits, expected: `a bigint from ${lowest} to ${highest}`, read, store });
}

export const i8 = integer(
  'i8',
  8,
  true,
  (view, at) => view.getInt8(at),
  (view, value) => view.setInt8(0, value),
);
export const u8 = integer(
  'u8',
  8,
  false,
  (view, at) => view.getUint8(at),
  (view, value) => view.setUint8(0, value),
);
export const i16 = integer(
  'i16',
  16,
  true,
  (view, at) => view.getInt16(at, true),
  (view, value) => view.setInt16(0, value, true),
);
export const u16 = integer(
  'u16',
  16,
  false,
  (view, at) => view.getUint16(at, true),
  (view, value) => view.setUint16(0, value, true),
);
export const i32 = integer(
  'i32',
  32,
  true,
  (view, at) => view.getInt32(at, true),
  (view, value) => view.setInt32(0, value, true),
);
export const u32 = integer(
  'u32',
  32,
  false,
  (view, at) => view.getUint32(at, true),
  (view, value) => view.setUint32(0, value, true),
);
export const i64 = bigInteger(
  'i64',
  true,
  (view, at) => view.getBigInt64(at, true),
  (view, value) => view.setBigInt64(0, value, true),
);
export const u64 = bigInteger(
  'u64',
  false,
  (view, at) => view.getBigUint64(at, true),
  (view, value) => view.setBigUint64(0, value, true),
);

const isNumber = (value: unknown): value is number => typeof value === 'number';
// What a double has in range and a float has not would be stored as an infinity.
const fitsFloat = (value: unknown): value is number =>
  isNumber(value) && (!Number.isFinite(value) || Number.isFinite(Math.fround(value)));

export const f32 = scalar({
  name: 'f32',
  size: 4,
  fits: fitsFloat,
  expected: 'a number in the range of a float',
  read: (view, at) => view.getFloat32(at, true),
  store: (view, value) => view.setFloat32(0, value, true),
});
export const f64 = scalar({
  name: 'f64',
  size: 8,
  fits: isNumber,
  expected: 'a number',
  read: (view, at) => view.getFloat64(at, true),
  store: (view, value) => view.setFloat64(0, value, true),
});
export const bool = scalar({
  name: 'bool',
  size: 1,
  fits: (value: unknown): value is boolean => typeof value === 'boolean',
  expected: 'true or false',
  read: (view, at) => view.getUint8(at) !== 0,
  store: (view, value) => view.setUint8(0, value ? 1 : 0),
});
