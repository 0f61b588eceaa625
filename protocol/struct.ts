import { FramelatchError } from './errors';
import type { Member, Sink, Type, ValueOf } from './struct-type';

export type { Member } from './struct-type';

export type Packing = 1 | 2 | 4 | 8 | 'natural';

export interface StructOptions {
  /** As `#pragma pack` has it; `natural` = each member at a multiple of its alignment. */
  readonly packing?: Packing;
}

export type Members = Readonly<Record<string, Type<unknown>>>;
export type StructValue<Fields> = { readonly [Name in keyof Fields]: ValueOf<Fields[Name]> };

/** A struct is a type itself: it may be a member of another, or an array's element. */
export interface Struct<Fields> extends Type<StructValue<Fields>> {
  readonly members: readonly Member[];
  /** Where a member stands. */
  offsetOf(name: keyof Fields & string): number;
  /** @throws FramelatchError `value-invalid`, `mapping-too-small` */
  decode(bytes: Uint8Array): StructValue<Fields>;
  /**
   * Writes a value straight to where it goes, member by member: nothing of its size is made on the way.
   * @throws FramelatchError `value-invalid`, naming the member
   */
  encodeTo(sink: Sink, value: StructValue<Fields>, offset?: number): void;
  encode(value: StructValue<Fields>): Uint8Array;
}

/**
 * Lays members out by C's rules: each at a multiple of its alignment (at most the packing), the whole a multiple of the
 * largest. What a compiler does on Windows, 32- and 64-bit, and everywhere in 64 bits; 32-bit System V aligns 8-byte
 * members to 4 (`-malign-double` undoes it there, `packing: 4` does the same here).
 * @throws FramelatchError `schema-invalid`
 */
export function struct<Fields extends { readonly [name: string]: Type<unknown> }>(
  fields: Fields,
  { packing = 'natural' }: StructOptions = {},
): Struct<Fields> {
  const most = packing === 'natural' ? Infinity : packing;
  const members: Member[] = [];
  let offset = 0;
  let alignment = 1;
  for (const [name, type] of Object.entries(fields)) {
    const own = Math.min(type.alignment, most);
    offset = Math.ceil(offset / own) * own;
    members.push({ name, type: type, offset });
    offset += type.size;
    alignment = Math.max(alignment, own);
  }
  if (!members.length) {
    throw new FramelatchError({
      code: 'schema-invalid',
      operation: 'lay out',
      target: 'struct',
      reason: 'found no member, expected at least one',
      next: 'Name its members, for example { id: i32 }.',
    });
  }
  return new LaidOut(members, Math.ceil(offset / alignment) * alignment, alignment);
}

/** A struct whose members have their places already: in rising order, or all at once in a union. */
export class LaidOut<Fields> implements Struct<Fields> {
  readonly name: string;
  readonly members: readonly Member[];
  readonly size: number;
  readonly alignment: number;

  constructor(members: readonly Member[], size: number, alignment: number, name = 'struct') {
    this.name = name;
    this.members = members;
    this.size = size;
    this.alignment = alignment;
  }

  offsetOf(name: keyof Fields & string): number {
    const member = this.members.find((candidate) => candidate.name === name);
    return member ? member.offset : -1;
  }

  read(view: DataView, offset: number): StructValue<Fields> {
    const entries = this.members.map(({ name, type, offset: at }) => [name, type.read(view, offset + at)] as const);
    return Object.fromEntries(entries) as unknown as StructValue<Fields>;
  }

  write(sink: Sink, offset: number, value: StructValue<Fields>, path: string): void {
    const values = value as Readonly<Record<string, unknown>>;
    for (const { name, type, offset: at, shared } of this.members) {
      if (shared && values[name] === undefined) continue;
      type.write(sink, offset + at, values[name], path ? `${path}.${name}` : name);
    }
  }

  decode(bytes: Uint8Array): StructValue<Fields> {
    if (bytes.byteLength < this.size) {
      throw new FramelatchError({
        code: 'mapping-too-small',
        operation: 'decode',
        target: 'struct',
        reason: `found ${bytes.byteLength} bytes, expected ${this.size}`,
        next: 'Check that both sides use one schema, with one packing.',
      });
    }
    return this.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
  }

  encodeTo(sink: Sink, value: StructValue<Fields>, offset = 0): void {
    this.write(sink, offset, value, '');
  }

  encode(value: StructValue<Fields>): Uint8Array {
    const bytes = new Uint8Array(this.size);
    this.encodeTo({ write: (part, offset) => bytes.set(part, offset) }, value);
    return bytes;
  }
}
