import { refuseSchema } from './schema-refuse';
import type { Target } from './schema-target';
import { namedTypes, undecidedTypes, type CType, type TextDecode } from './schema-types';

/** A struct or union of the schema. */
export interface Composite {
  readonly kind: 'struct' | 'union';
  ctype: CType;
  /** A part of another one: not what the mapping itself holds. */
  isPart: boolean;
  /** Standing in no other's braces. */
  readonly isOuter: boolean;
  /** Its tag and its names by `typedef`. */
  readonly names: string[];
}

/** The names that a schema gives, and those that it finds. */
export class Scope {
  readonly target: Target;
  readonly composites: Composite[] = [];
  readonly #types: Map<string, CType>;
  readonly #tags = new Map<string, Composite | CType>();
  readonly #constants = new Map<string, bigint>();

  constructor(target: Target, decode?: TextDecode) {
    this.target = target;
    this.#types = namedTypes(target, decode);
  }

  /** A type by a name alone: of C, by `typedef`, or a tag, as C++ has it. */
  typeNamed(name: string): CType | null {
    const tag = this.#tags.get(name);
    return this.#types.get(name) ?? (tag && 'ctype' in tag ? tag.ctype : tag) ?? null;
  }

  /** One that is always there. */
  basic(name: string): CType {
    return this.#types.get(name) ?? { type: null };
  }

  defineType(name: string, ctype: CType): void {
    this.#types.set(name, ctype);
    this.compositeOf(ctype)?.names.push(name);
  }

  compositeOf(ctype: CType): Composite | undefined {
    return this.composites.find((composite) => composite.ctype === ctype);
  }

  taggedEnum(name: string): CType | null {
    const found = this.#tags.get(name);
    return found && !('ctype' in found) ? found : null;
  }

  tagged(name: string): Composite | null {
    const found = this.#tags.get(name);
    return found && 'ctype' in found ? found : null;
  }

  defineTag(name: string, what: Composite | CType, line: number): void {
    if (this.#tags.has(name)) refuseSchema(line, `found a second type named ${name}`);
    this.#tags.set(name, what);
  }

  constant(name: string): bigint | null {
    return this.#constants.get(name) ?? null;
  }

  defineConstant(name: string, value: bigint): void {
    this.#constants.set(name, value);
  }

  /** @throws FramelatchError `schema-invalid`: nothing here says what the type is */
  refuseType(name: string, line: number): never {
    const meant = undecidedTypes.get(name);
    const expected = meant ?? 'a type of C, of stdint.h or of Windows, or one that is defined above it';
    return refuseSchema(line, `found the type '${name}', expected ${expected}`);
  }
}
