import { refuseSchema } from './schema-refuse';
import { mostStructBytes } from './schema-layout';
import { readAttribute, type Attributes, type Definitions } from './schema-specifiers';
import { shown, type Cursor, type Token } from './schema-tokens';
import type { CType } from './schema-types';
import { array } from './struct-arrays';
import { address } from './struct-wide';

/* A name with its pointers and sizes: `*a`, `b[2][3]`, `(*c)(int)`. */

export interface Declarator {
  readonly name: Token;
  readonly ctype: CType;
  /** What was named before it is pointed to, not held. */
  readonly isPointer: boolean;
}

const reserved = new Set(
  'auto bool break case char class const continue default do double else enum extern float for goto if inline int long namespace operator register return short signed sizeof static struct switch template this typedef union unsigned using virtual void volatile while'.split(
    ' ',
  ),
);
const mostDimensions = 16;

/** Whether C or C++ keeps the word for itself. */
export function isReserved(word: string): boolean {
  return reserved.has(word);
}

/** @throws FramelatchError `schema-invalid` */
export function readDeclarator(
  cursor: Cursor,
  base: CType,
  attributes: Attributes,
  definitions: Definitions,
): Declarator {
  const ctype = readPointers(cursor, base, attributes, definitions);
  if (cursor.take('(')) return readBracketed(cursor, ctype, attributes, definitions);
  const name = readName(cursor);
  while (readAttribute(cursor, attributes, definitions));
  const sizes = readSizes(cursor, name.text, definitions);
  while (readAttribute(cursor, attributes, definitions));
  if (cursor.peek().text === '(') refuseSchema(name.line, `found the function ${name.text}, expected a member`);
  return { name, ctype: arrayOf(ctype, sizes, name), isPointer: ctype !== base };
}

function readPointers(cursor: Cursor, base: CType, attributes: Attributes, definitions: Definitions): CType {
  let ctype = base;
  for (;;) {
    const { text, line } = cursor.peek();
    if (text === '&')
      return refuseSchema(line, 'found a reference, which has no layout of its own; expected a pointer');
    if (cursor.take('*')) ctype = pointerOf(definitions);
    else if (!['const', 'volatile', '__restrict', 'restrict', '__ptr64'].includes(text) && !callings.has(text)) {
      if (!readAttribute(cursor, attributes, definitions)) return ctype;
    } else cursor.next();
  }
}

const callings = new Set(['__cdecl', '__stdcall', '__fastcall', 'WINAPI', 'CALLBACK', 'APIENTRY']);

function pointerOf({ scope }: Definitions): CType {
  const bytes = scope.target.pointer;
  return { type: address(bytes, 'pointer') };
}

/** `(*name)(…)` and `(*name)[…]`: pointers, whatever they point to. */
function readBracketed(cursor: Cursor, base: CType, attributes: Attributes, definitions: Definitions): Declarator {
  const { line } = cursor.peek();
  const inner = readPointers(cursor, base, attributes, definitions);
  if (inner === base) refuseSchema(line, "found '(', expected a pointer to a function, for example: void (*done)(int)");
  const name = readName(cursor);
  const sizes = readSizes(cursor, name.text, definitions);
  cursor.expect(')');
  for (;;) {
    if (cursor.take('(')) cursor.skipTo(')');
    else if (cursor.take('[')) cursor.skipTo(']');
    else break;
  }
  return { name, ctype: arrayOf(inner, sizes, name), isPointer: true };
}

function readName(cursor: Cursor): Token {
  const name = cursor.next();
  // In JavaScript it would be no member of the object that holds the values.
  if (name.text === '__proto__')
    return refuseSchema(name.line, 'found a member named __proto__, expected another name');
  if (name.kind === 'word' && !isReserved(name.text)) return name;
  return refuseSchema(name.line, `found ${shown(name)}, expected a member’s name, for example: float samples[256]`);
}

function readSizes(cursor: Cursor, name: string, definitions: Definitions): number[] {
  const sizes: number[] = [];
  while (cursor.take('[')) {
    const { line } = cursor.peek();
    if (cursor.peek().text === ']')
      refuseSchema(line, `found no size for ${name}, expected how many there are: ${name}[100]`);
    const size = definitions.constant();
    cursor.expect(']');
    if (size === 0n) refuseSchema(line, `found a count of 0 for ${name}, expected at least 1`);
    if (size < 0n || size > BigInt(mostStructBytes)) {
      refuseSchema(line, `found a count of ${size} for ${name}, expected 1 to at most ${mostStructBytes}`);
    }
    if (sizes.length >= mostDimensions) refuseSchema(line, `found more than ${mostDimensions} sizes for ${name}`);
    sizes.push(Number(size));
  }
  return sizes;
}

/** @param sizes as they stand: the last one counts what lies side by side */
export function arrayOf(base: CType, sizes: readonly number[], { text, line }: Token): CType {
  let ctype = base;
  for (const [at, size] of [...sizes].reverse().entries()) {
    if (!ctype.type) return refuseSchema(line, `found ${text} without a size: its type is not defined here`);
    if (ctype.type.size * size > mostStructBytes) {
      refuseSchema(line, `found ${ctype.type.size * size} bytes of ${text}, expected at most ${mostStructBytes}`);
    }
    const over = ctype.isOverAligned ? ({ isOverAligned: true } as const) : {};
    ctype = { type: at === 0 && base.text ? base.text(size) : array(ctype.type, size), ...over };
  }
  return ctype;
}
