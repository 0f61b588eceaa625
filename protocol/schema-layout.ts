import { bitField } from './schema-bits';
import { refuseSchema } from './schema-refuse';
import type { CType } from './schema-types';
import { LaidOut } from './struct';
import type { Member, Type } from './struct-type';

/* Where a compiler puts members, bit fields and unions included. Positions are counted in bits. */

/** A member as it was declared. */
export interface Declared {
  /** `null`: a struct or union whose members are its holder's, or the gap that an unnamed bit field makes. */
  readonly name: string | null;
  readonly ctype: CType;
  /** Of a bit field: its width. */
  readonly bits: number | null;
  /** By `alignas`, in bytes; 1 = not said. */
  readonly alignment: number;
  /** By `__attribute__((packed))`. */
  readonly isPacked: boolean;
  readonly line: number;
}

export interface LayoutRules {
  readonly kind: 'struct' | 'union';
  /** For errors and as its type's name. */
  readonly name: string;
  readonly isWindows: boolean;
  /** By `#pragma pack`; `null` = none. */
  readonly pack: number | null;
  readonly isPacked: boolean;
  readonly alignment: number;
  readonly line: number;
}

/** Of any struct, in bytes: more is read from no mapping. */
export const mostStructBytes = 64 * 1024 * 1024;

/** @throws FramelatchError `schema-invalid` */
export function layOut(
  declared: readonly Declared[],
  rules: LayoutRules,
): LaidOut<Readonly<Record<string, Type<unknown>>>> {
  return new Layout(rules).of(declared);
}

interface Unit {
  readonly start: number;
  readonly size: number;
  used: number;
}

class Layout {
  readonly #rules: LayoutRules;
  readonly #members: Member[] = [];
  readonly #names = new Set<string>();
  #at = 0;
  #end = 0;
  #alignment = 1;
  /** As Microsoft has it: the unit that bit fields of one size share. */
  #unit: Unit | null = null;

  constructor(rules: LayoutRules) {
    this.#rules = rules;
  }

  of(declared: readonly Declared[]): LaidOut<Readonly<Record<string, Type<unknown>>>> {
    const { kind, name, line, pack, alignment } = this.#rules;
    for (const member of declared) {
      if (kind === 'union') this.#at = 0;
      if (kind === 'union') this.#unit = null;
      this.#place(member);
      this.#end = Math.max(this.#end, this.#at);
      if (this.#end > mostStructBytes * 8) {
        refuseSchema(member.line, `found ${this.#end / 8} bytes up to here, expected at most ${mostStructBytes}`);
      }
    }
    if (!this.#members.length) refuseSchema(line, `found no member in ${name}, expected at least one`);
    if (alignment > 1 && pack !== null) overAligned(line);
    const whole = Math.max(this.#alignment, alignment);
    return new LaidOut(this.#members, up(this.#end, whole * 8) / 8, whole, name);
  }

  #place(member: Declared): void {
    const { ctype, line } = member;
    if (!ctype.type)
      return refuseSchema(line, `found ${member.name ?? 'a member'} without a size: its type is not defined here`);
    if ((ctype.isOverAligned || member.alignment > 1) && this.#rules.pack !== null) overAligned(line);
    if (member.bits === null) this.#placeWhole(member, ctype.type);
    else if (this.#rules.isWindows) this.#placeInUnit(member, ctype.type, member.bits);
    else this.#placeBits(member, ctype.type, member.bits);
  }

  #placeWhole(member: Declared, type: Type<unknown>): void {
    this.#unit = null;
    const packed = this.#rules.isPacked || member.isPacked ? 1 : type.alignment;
    const own = Math.max(Math.min(packed, this.#rules.pack ?? Infinity), member.alignment);
    this.#at = up(this.#at, own * 8);
    this.#alignment = Math.max(this.#alignment, own);
    this.#add(member, type, this.#at / 8);
    this.#at += type.size * 8;
  }

  /** As System V has it, and gcc does with packing: a bit field crosses no boundary of its type unless packed. */
  #placeBits(member: Declared, type: Type<unknown>, width: number): void {
    const { pack } = this.#rules;
    const isPacked = this.#rules.isPacked || member.isPacked;
    const natural = Math.min(type.alignment, pack ?? Infinity);
    if (width === 0) {
      // Whatever is packed: the next one begins at a boundary of this type.
      this.#at = up(this.#at, type.alignment * 8);
      return;
    }
    const own = isPacked && pack === null ? 1 : natural;
    const align = own * 8;
    const spans = Math.ceil((this.#at + width) / align) - Math.floor(this.#at / align);
    if (!isPacked && pack === null && spans > (type.size * 8) / align) this.#at = up(this.#at, align);
    if (member.name !== null) this.#alignment = Math.max(this.#alignment, own);
    this.#addBits(member, this.#at, width);
    this.#at += width;
  }

  /** As Microsoft has it: bit fields of one size share a unit of that size. */
  #placeInUnit(member: Declared, type: Type<unknown>, width: number): void {
    if (this.#rules.isPacked || member.isPacked) {
      return refuseSchema(
        member.line,
        'found a packed bit field, which no compiler of Windows lays out; use #pragma pack',
      );
    }
    const own = Math.min(type.alignment, this.#rules.pack ?? Infinity);
    if (width === 0) {
      // It ends a unit; alone it means nothing.
      if (this.#unit) this.#at = up(this.#at, own * 8);
      if (this.#unit) this.#alignment = Math.max(this.#alignment, own);
      this.#unit = null;
      return;
    }
    const size = type.size * 8;
    if (!this.#unit || this.#unit.size !== size || this.#unit.used + width > size) {
      this.#at = up(this.#at, own * 8);
      this.#unit = { start: this.#at, size, used: 0 };
      this.#at += size;
      this.#alignment = Math.max(this.#alignment, own);
    }
    this.#addBits(member, this.#unit.start + this.#unit.used, width);
    this.#unit.used += width;
  }

  #addBits(member: Declared, at: number, width: number): void {
    const { name, bits = 'unsigned', type } = { name: member.ctype.type?.name ?? '', ...member.ctype };
    if (member.name === null || !type) return;
    const field = bitField({ name, shift: at % 8, width, kind: bits });
    this.#add(member, field, Math.floor(at / 8));
  }

  #add({ name, ctype, line }: Declared, type: Type<unknown>, offset: number): void {
    const isUnion = this.#rules.kind === 'union';
    if (name === null) {
      for (const inner of ctype.type?.members ?? []) {
        this.#addOne({ ...inner, offset: offset + inner.offset, ...(isUnion ? { shared: true } : {}) }, line);
      }
    } else this.#addOne({ name, type, offset, ...(isUnion ? { shared: true } : {}) }, line);
  }

  #addOne(member: Member, line: number): void {
    if (this.#names.has(member.name)) refuseSchema(line, `found a second member named ${member.name}`);
    this.#names.add(member.name);
    this.#members.push(member);
  }
}

function up(position: number, step: number): number {
  return Math.ceil(position / step) * step;
}

function overAligned(line: number): never {
  return refuseSchema(line, 'found an alignment of its own within #pragma pack, which compilers read differently');
}
