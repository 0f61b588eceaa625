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
  /** Of a struct or a union: what it is made of. */
  readonly members?: readonly Member[];
  /** Of an array or a list: where its elements are. @throws FramelatchError `value-invalid` for a list's impossible count */
  elements?(view: DataView, offset: number): Elements;
}

/** A member of a struct, where it stands. */
export interface Member {
  readonly name: string;
  readonly type: Type<unknown>;
  /** In bytes from the struct's start. */
  readonly offset: number;
  /** Others stand in the same bytes: a union's, which may be left out when a value is written. */
  readonly shared?: true;
}

export interface Elements {
  readonly element: Type<unknown>;
  /** Where the first stands, in bytes from the view's start. */
  readonly first: number;
  readonly count: number;
}

export type ValueOf<Of> = Of extends Type<infer T> ? T : never;

export function refuseValue(path: string, reason: string, next: string): never {
  throw new FramelatchError({ code: 'value-invalid', operation: 'encode', target: path, reason, next });
}
