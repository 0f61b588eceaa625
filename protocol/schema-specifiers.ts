import { refuseSchema } from './schema-refuse';
import type { Scope } from './schema-scope';
import { shown, type Cursor } from './schema-tokens';
import type { CType } from './schema-types';

/* The words before a member's name: which type they say, in any order that C allows. */

/** What attributes say of a type or a member. */
export interface Attributes {
  isPacked: boolean;
  /** In bytes; 1 = not said. */
  alignment: number;
}

export interface Specifiers {
  readonly ctype: CType;
  readonly storage: ReadonlySet<string>;
  readonly attributes: Attributes;
  /** As they were written. */
  readonly words: string;
  readonly line: number;
}

/** What the parser of declarations does for specifiers. */
export interface Definitions {
  readonly scope: Scope;
  composite(kind: 'struct' | 'union'): CType;
  enumeration(): CType;
  constant(): bigint;
}

const qualifiers = new Set(['const', 'volatile', 'mutable', 'register', '__unaligned', 'inline', '__extension__']);
const storages = new Set(['typedef', 'static', 'extern', 'constexpr']);
const basics = new Set([
  'signed',
  'unsigned',
  'short',
  'int',
  'long',
  'char',
  'float',
  'double',
  '__signed__',
  '__int64',
]);

/** @throws FramelatchError `schema-invalid` */
export function readSpecifiers(cursor: Cursor, definitions: Definitions): Specifiers {
  const { line } = cursor.peek();
  const words: string[] = [];
  const found: string[] = [];
  const storage = new Set<string>();
  const attributes: Attributes = { isPacked: false, alignment: 1 };
  let ctype: CType | null = null;
  for (;;) {
    if (readAttribute(cursor, attributes, definitions)) continue;
    const { kind, text } = cursor.peek();
    if (kind !== 'word') break;
    const isTyped: boolean = ctype !== null || found.length > 0;
    if (storages.has(text)) storage.add(text);
    else if (basics.has(text) && !ctype) found.push(text);
    else if (isComposite(text) && !isTyped) ctype = compositeAt(cursor, text, definitions);
    else if (text === 'std' && cursor.peek(1).text === '::') cursor.next();
    else if (!qualifiers.has(text)) {
      const named: CType | null = isTyped ? null : definitions.scope.typeNamed(text);
      if (!named) break;
      ctype = named;
    }
    words.push(text);
    if (!isComposite(text)) cursor.next();
  }
  ctype ??= found.length ? basicOf(found, definitions.scope, line) : refuseMissing(cursor, words, definitions.scope);
  return { ctype, storage, attributes, words: words.join(' '), line };
}

function isComposite(text: string): text is 'struct' | 'union' | 'enum' {
  return text === 'struct' || text === 'union' || text === 'enum';
}

function compositeAt(cursor: Cursor, kind: 'struct' | 'union' | 'enum', definitions: Definitions): CType {
  cursor.next();
  return kind === 'enum' ? definitions.enumeration() : definitions.composite(kind);
}

function refuseMissing(cursor: Cursor, words: readonly string[], scope: Scope): never {
  const token = cursor.peek();
  if (token.kind === 'word') return scope.refuseType(token.text, token.line);
  const found = words.length ? `'${words.join(' ')}'` : shown(token);
  return refuseSchema(token.line, `found ${found}, expected a type and a name, for example: float samples[256]`);
}

/** @param found words of C's own types, in the order in which they stand */
function basicOf(found: readonly string[], scope: Scope, line: number): CType {
  const words = found.filter((word) => word !== 'int' && word !== '__signed__').sort();
  const isUnsigned = words.includes('unsigned');
  const unsigned = (name: string) => scope.basic(isUnsigned ? `u${name}` : name);
  const key = words.filter((word) => word !== 'unsigned' && word !== 'signed').join(' ');
  const isSignPlain = words.length === (key ? key.split(' ').length : 0);
  const hasOneSign = words.filter((word) => word.endsWith('signed')).length < 2;
  const ints = found.filter((word) => word === 'int').length;
  const integer = hasOneSign && ints < 2;
  if (integer && key === '') return unsigned('int32_t');
  if (integer && key === 'short') return unsigned('int16_t');
  if (integer && key === 'long') return unsigned(scope.target.long === 8 ? 'int64_t' : 'int32_t');
  if (integer && (key === 'long long' || key === '__int64')) return unsigned('int64_t');
  if (hasOneSign && ints === 0 && key === 'char') return isSignPlain ? scope.basic('CHAR') : unsigned('int8_t');
  if (isSignPlain && ints === 0 && key === 'float') return scope.basic('f32');
  if (isSignPlain && ints === 0 && key === 'double') return scope.basic('f64');
  const expected = key === 'double long' ? 'double: the size of a long double differs by compiler' : 'a type of C';
  return refuseSchema(line, `found '${found.join(' ')}', expected ${expected}`);
}

/** Whether there was one; those that say nothing of the layout are passed over, any other is refused. */
export function readAttribute(cursor: Cursor, attributes: Attributes, definitions: Definitions): boolean {
  const { text, line } = cursor.peek();
  if (text === 'alignas' || text === '_Alignas') {
    cursor.next();
    cursor.expect('(');
    align(attributes, definitions.constant(), line);
    cursor.expect(')');
    return true;
  }
  if (text !== '__attribute__' && text !== '__attribute' && text !== '__declspec') return false;
  cursor.next();
  cursor.expect('(');
  const isDouble = cursor.take('(');
  while (!cursor.take(')')) {
    readOne(cursor, attributes, definitions);
    cursor.take(',');
  }
  if (isDouble) cursor.expect(')');
  return true;
}

const harmless = new Set([
  'unused',
  'deprecated',
  'may_alias',
  'selectany',
  'novtable',
  'uuid',
  'dllexport',
  'dllimport',
]);

function readOne(cursor: Cursor, attributes: Attributes, definitions: Definitions): void {
  const { text, line } = cursor.word('an attribute');
  const name = text.replaceAll(/^__|__$/g, '');
  const hasValue = cursor.take('(');
  if (name === 'packed' && !hasValue) attributes.isPacked = true;
  else if ((name === 'aligned' || name === 'align') && hasValue) align(attributes, definitions.constant(), line);
  else if (!harmless.has(name)) refuseSchema(line, `found the attribute '${text}', expected packed or aligned(N)`);
  else if (hasValue) {
    cursor.skipTo(')');
    return;
  }
  if (hasValue) cursor.expect(')');
}

function align(attributes: Attributes, value: bigint, line: number): void {
  if (![1n, 2n, 4n, 8n, 16n, 32n, 64n, 128n, 256n, 512n, 1024n, 2048n, 4096n].includes(value)) {
    refuseSchema(line, `found an alignment of ${value}, expected a power of 2 up to 4096`);
  }
  attributes.alignment = Math.max(attributes.alignment, Number(value));
}
