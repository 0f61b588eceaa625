import type { FieldContent } from '../../protocol/content';
import type { DynamicStruct } from '../../protocol/schema-text';
import type { Type } from '../../protocol/struct-type';

/** Of one report: more is left out, and counted. */
export const mostValues = 1_000_000;

export interface Fields {
  readonly fields: Readonly<Record<string, FieldContent>>;
  /** How many values there are beyond. */
  readonly leftOut: number;
}

/**
 * A struct's values as JSON carries them.
 * @param most values: what one value is, a text included
 * @throws FramelatchError `value-invalid`, `mapping-too-small`
 */
export function fieldsOf(struct: DynamicStruct, bytes: Uint8Array, most: number): Fields {
  const walk = new Walk(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), most);
  const fields = walk.value(struct, 0) as Readonly<Record<string, FieldContent>>;
  return { fields, leftOut: walk.leftOut };
}

class Walk {
  readonly #view: DataView;
  #room: number;
  leftOut = 0;

  constructor(view: DataView, room: number) {
    this.#view = view;
    this.#room = room;
  }

  value(type: Type<unknown>, offset: number): FieldContent {
    if (type.members) {
      const entries: [string, FieldContent][] = [];
      for (const member of type.members) {
        if (this.#hasRoom(member.type, offset + member.offset, 1))
          entries.push([member.name, this.value(member.type, offset + member.offset)]);
      }
      // Members may be called __proto__: an entry is the object's own, whatever its name.
      return Object.fromEntries(entries);
    }
    const elements = type.elements?.(this.#view, offset);
    if (!elements) {
      this.#room -= 1;
      return plain(type.read(this.#view, offset));
    }
    const { element, first, count } = elements;
    const values: FieldContent[] = [];
    for (let at = 0; at < count && this.#hasRoom(element, first + at * element.size, count - at); at += 1)
      values.push(this.value(element, first + at * element.size));
    return values;
  }

  /** Whether there is; what is left out instead is counted. */
  #hasRoom(type: Type<unknown>, offset: number, times: number): boolean {
    if (this.#room > 0) return true;
    this.leftOut += times * countOf(type, this.#view, offset);
    return false;
  }
}

/** How many values a type has; of a list as the first one has it. */
function countOf(type: Type<unknown>, view: DataView, offset: number): number {
  if (type.members) {
    return type.members.reduce((sum, member) => sum + countOf(member.type, view, offset + member.offset), 0);
  }
  const elements = type.elements?.(view, offset);
  return elements ? elements.count * countOf(elements.element, view, elements.first) : 1;
}

/** What exceeds 2^53 becomes its decimal text, what JSON has no number for its name. */
function plain(value: unknown): FieldContent {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return typeof value === 'boolean' ? value : String(value);
}

const mostTypes = 5000;

/** The types of a struct's members, by their paths without indexes: `wheels.pressure`. */
export function typesOf(struct: DynamicStruct): Readonly<Record<string, string>> {
  const entries: [string, string][] = [];
  addTypes(entries, '', struct);
  return Object.fromEntries(entries);
}

function addTypes(entries: [string, string][], path: string, type: Type<unknown>): void {
  for (const member of type.members ?? []) {
    if (entries.length >= mostTypes) return;
    const name = path ? `${path}.${member.name}` : member.name;
    entries.push([name, member.type.name]);
    addTypes(entries, name, member.type.elements ? elementOf(member.type) : member.type);
  }
}

/** What an array is made of in the end. */
function elementOf(type: Type<unknown>): Type<unknown> {
  const empty = new DataView(new ArrayBuffer(type.size > 4 ? 4 : type.size));
  const element = type.elements?.(empty, 0).element;
  return element ? elementOf(element) : type;
}
