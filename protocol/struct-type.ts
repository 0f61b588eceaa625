import { FramelatchError } from './errors';

/*
 * What a struct's members may be: each knows its size and alignment by C's rules, and how a value goes in and out. Sizes do
 * not depend on the word size of whoever compiled the other side; all is little-endian.
 */

/** Where a value is written: memory of one's own, or a region itself, so that nothing is copied on the way. */
export interface Sink {
  write(bytes: Uint8Array, offset: number): void;
}

/** A member's type; `T` is what it is in JavaScript. */
export interface Type<T> {
  /** As a text schema names it. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly alignment: number;
  read(view: DataView, offset: number): T;
  /** @throws FramelatchError `value-invalid` when the value does not fit: nothing is cut or wrapped in silence */
  write(sink: Sink, offset: number, value: T, path: string): void;
}

export type ValueOf<Member> = Member extends Type<infer T> ? T : never;

export function refuseValue(path: string, reason: string, next: string): never {
  throw new FramelatchError({ code: 'value-invalid', operation: 'encode', target: path, reason, next });
}
