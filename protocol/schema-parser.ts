import { isReserved, readDeclarator } from './schema-declarator';
import { evaluate } from './schema-expression';
import { layOut, type Declared } from './schema-layout';
import { refuseSchema } from './schema-refuse';
import type { Composite, Scope } from './schema-scope';
import { readAttribute, readSpecifiers, type Attributes, type Definitions, type Specifiers } from './schema-specifiers';
import { shown, type Cursor, type Token } from './schema-tokens';
import type { CType } from './schema-types';
import { checkWidth } from './schema-width';
import { list } from './struct-arrays';

const deepest = 32;
const mostMembers = 10_000;

/** Declarations as C has them; in a schema a line's end may stand for the semicolon. */
export class Parser implements Definitions {
  readonly scope: Scope;
  /** Members that stand in no struct of their own. */
  readonly bare: Declared[] = [];
  /** Of the bare members: what `#pragma pack` said at the first. */
  barePack: number | null = null;
  readonly #cursor: Cursor;
  #depth = 0;
  #linkage = 0;

  constructor(cursor: Cursor, scope: Scope) {
    this.#cursor = cursor;
    this.scope = scope;
  }

  /** All of it. @throws FramelatchError `schema-invalid` */
  read(): void {
    for (;;) {
      const token = this.#cursor.peek();
      if (token.kind === 'end') break;
      if (this.#isLinkage()) continue;
      if (this.#linkage > 0 && this.#cursor.take('}')) {
        this.#linkage -= 1;
        continue;
      }
      const before = this.bare.length;
      this.#declaration(this.bare);
      if (this.bare.length > before) this.#notePack(token, before === 0);
    }
  }

  constant(): bigint {
    return evaluate(this.#cursor, { valueOf: (token) => this.#valueOf(token) });
  }

  composite(kind: 'struct' | 'union'): CType {
    const attributes: Attributes = { isPacked: false, alignment: 1 };
    while (readAttribute(this.#cursor, attributes, this));
    const { kind: tokenKind, line } = this.#cursor.peek();
    const tag = tokenKind === 'word' ? this.#cursor.next() : null;
    const known = tag && this.scope.tagged(tag.text);
    const opens = this.#cursor.peek().text === '{' || this.#cursor.peek().text === ':';
    if (!opens && !tag) return refuseSchema(line, `found ${shown(this.#cursor.peek())}, expected a name or '{'`);
    if (!opens && known) return known.ctype;
    const made = known ?? this.#announce(kind, tag);
    if (opens && made.ctype.type) return refuseSchema(line, `found a second ${kind} ${tag?.text}`);
    if (opens) this.#define(made, attributes, tag?.text ?? null, line);
    return made.ctype;
  }

  enumeration(): CType {
    const attributes: Attributes = { isPacked: false, alignment: 1 };
    while (readAttribute(this.#cursor, attributes, this));
    if (!this.#cursor.take('class')) this.#cursor.take('struct');
    const { kind, line } = this.#cursor.peek();
    const tag = kind === 'word' ? this.#cursor.next() : null;
    const base = this.#cursor.take(':') ? readSpecifiers(this.#cursor, this).ctype : null;
    if (!this.#cursor.take('{')) {
      const known = tag && this.scope.taggedEnum(tag.text);
      return known ?? base ?? refuseSchema(line, `found enum ${tag?.text ?? ''}, which is not defined above`);
    }
    const { lowest, highest } = this.#enumerators();
    while (readAttribute(this.#cursor, attributes, this));
    if (attributes.isPacked) refuseSchema(line, 'found a packed enum, expected its type: enum Name : uint8_t');
    if (
      !base &&
      (lowest < -(2n ** 31n) || highest >= (lowest < 0n || this.scope.target.isWindows ? 2n ** 31n : 2n ** 32n))
    )
      refuseSchema(line, 'found an enum of more than 32 bits, expected its type: enum Name : int64_t');
    const isSigned = this.scope.target.isWindows || lowest < 0n;
    const ctype = { ...(base ?? this.scope.basic(isSigned ? 'int32_t' : 'uint32_t')) };
    if (tag) this.scope.defineTag(tag.text, ctype, tag.line);
    return ctype;
  }

  #isLinkage(): boolean {
    if (this.#cursor.peek().text !== 'extern' || this.#cursor.peek(1).kind !== 'text') return false;
    this.#cursor.next();
    this.#cursor.next();
    if (this.#cursor.take('{')) this.#linkage += 1;
    return true;
  }

  #notePack(token: Token, isFirst: boolean): void {
    if (isFirst) this.barePack = token.pack;
    else if (this.barePack !== token.pack) {
      refuseSchema(
        token.line,
        'found another #pragma pack among the members of one struct, expected it before the first',
      );
    }
  }

  #announce(kind: 'struct' | 'union', tag: Token | null): Composite {
    const isOuter = this.#depth === 0;
    const made: Composite = { kind, ctype: { type: null }, isPart: false, isOuter, names: tag ? [tag.text] : [] };
    this.scope.composites.push(made);
    if (tag) this.scope.defineTag(tag.text, made, tag.line);
    return made;
  }

  #define(made: Composite, attributes: Attributes, tag: string | null, line: number): void {
    const members = this.#cursor.take(':') ? this.#bases() : [];
    const { pack } = this.#cursor.expect('{');
    this.#depth += 1;
    if (this.#depth > deepest) refuseSchema(line, `found structs nested deeper than ${deepest}`);
    while (this.#cursor.peek().text !== '}') {
      const token = this.#cursor.peek();
      if (token.kind === 'end') refuseSchema(line, `found no '}' for the ${made.kind} that begins here`);
      if (token.pack !== pack) refuseSchema(token.line, `found #pragma pack within a ${made.kind}, expected it around`);
      this.#declaration(members);
    }
    this.#depth -= 1;
    const closing = this.#cursor.expect('}');
    if (closing.pack !== pack)
      refuseSchema(closing.line, `found #pragma pack within a ${made.kind}, expected it around`);
    while (readAttribute(this.#cursor, attributes, this));
    const name = tag === null ? made.kind : `${made.kind} ${tag}`;
    const { isPacked, alignment } = attributes;
    const { isWindows } = this.scope.target;
    const type = layOut(members, { kind: made.kind, name, isWindows, pack, isPacked, alignment, line });
    const isOver = alignment > 1 || members.some((member) => member.alignment > 1 || member.ctype.isOverAligned);
    Object.assign(made.ctype, { type, ...(isOver ? { isOverAligned: true } : {}) });
  }

  /** C++: what a plain struct takes over stands before its own members. */
  #bases(): Declared[] {
    if (!this.#cursor.take('public')) this.#cursor.take('struct');
    const { text, line } = this.#cursor.word('the struct that it takes over');
    const base = this.scope.typeNamed(text) ?? this.scope.refuseType(text, line);
    const composite = this.scope.compositeOf(base);
    if (!composite || !base.type?.members)
      return refuseSchema(line, `found '${text}', expected a struct that is defined above`);
    if (this.#cursor.peek().text === ',') refuseSchema(line, 'found several structs to take over, expected one');
    const last = Math.max(...base.type.members.map(({ offset, type }) => offset + type.size));
    if (last !== base.type.size)
      refuseSchema(line, `found gaps at the end of ${text}, which compilers fill differently; expected it as a member`);
    composite.isPart = true;
    return [{ name: null, ctype: base, bits: null, alignment: 1, isPacked: false, line }];
  }

  #enumerators(): { lowest: bigint; highest: bigint } {
    let [next, lowest, highest] = [0n, 0n, 0n];
    while (!this.#cursor.take('}')) {
      const { text, line } = this.#cursor.word('an enumerator');
      if (this.#cursor.take('=')) next = this.constant();
      this.#setConstant(text, next, line);
      if (next < lowest) lowest = next;
      if (next > highest) highest = next;
      next += 1n;
      if (!this.#cursor.take(',') && this.#cursor.peek().text !== '}') this.#cursor.expect(',');
    }
    return { lowest, highest };
  }

  #setConstant(name: string, value: bigint, line: number): void {
    if (this.scope.constant(name) !== null) refuseSchema(line, `found a second value for ${name}`);
    this.scope.defineConstant(name, value);
  }

  #valueOf({ text, line }: Token): bigint {
    if (text === 'true' || text === 'false') return text === 'true' ? 1n : 0n;
    if (text === 'sizeof') {
      this.#cursor.expect('(');
      const { ctype } = readSpecifiers(this.#cursor, this);
      this.#cursor.expect(')');
      return BigInt(ctype.type?.size ?? refuseSchema(line, 'found the sizeof of a type without a size'));
    }
    return (
      this.scope.constant(text) ??
      refuseSchema(line, `found '${text}', expected a number, or a name that is defined above`)
    );
  }

  /** One declaration, with as many names as it has. */
  #declaration(into: Declared[]): void {
    const first = this.#cursor.peek();
    if (this.#cursor.take(';')) return;
    if (['public', 'private', 'protected'].includes(first.text) && this.#cursor.peek(1).text === ':') {
      this.#cursor.next();
      this.#cursor.next();
      return;
    }
    if (first.text === 'list' && this.#cursor.peek(1).text === '<') return this.#list(into);
    const specifiers = readSpecifiers(this.#cursor, this);
    if (this.#isWithoutName(specifiers, into)) return;
    this.#requireName(specifiers);
    do this.#one(specifiers, into);
    while (this.#cursor.take(','));
    this.#end();
  }

  /** A type alone; within a struct, one without a tag brings its members along. */
  #isWithoutName({ ctype, words, line }: Specifiers, into: Declared[]): boolean {
    const next = this.#cursor.peek();
    const isDefinition = /(?:^| )(?:struct|union|enum)$/.test(words);
    if (!isDefinition || (next.text !== ';' && next.text !== '}' && next.kind !== 'end')) return false;
    this.#cursor.take(';');
    const composite = this.scope.compositeOf(ctype);
    if (composite && ctype.type && !composite.names.length && !composite.isOuter) {
      composite.isPart = true;
      into.push({ name: null, ctype, bits: null, alignment: 1, isPacked: false, line });
    }
    return true;
  }

  /** A line that ends behind the type is told as that line. */
  #requireName({ words, line }: Specifiers): void {
    const next = this.#cursor.peek();
    const isEnd = next.kind === 'end' || next.text === ';' || next.text === '}';
    if (!isEnd && (next.line === this.#cursor.lastLine || !isReserved(next.text))) return;
    refuseSchema(line, `found '${words}', expected a type and a name, for example: float samples[256]`);
  }

  #one({ ctype: base, storage, attributes: shared, line }: Specifiers, into: Declared[]): void {
    const attributes = { ...shared };
    if (this.#cursor.take(':')) {
      into.push({ name: null, ctype: base, bits: this.#width(base, null), alignment: 1, isPacked: false, line });
      return;
    }
    const { name, ctype, isPointer } = readDeclarator(this.#cursor, base, attributes, this);
    const isNumber = storage.has('static') || storage.has('constexpr');
    if (isNumber && this.#cursor.take('=')) return this.#setConstant(name.text, this.constant(), name.line);
    if (isNumber) refuseSchema(name.line, `found '${name.text}' without a value, expected = and a number`);
    if (storage.has('typedef')) {
      if (ctype.type?.elements && !isPointer) this.#notePart(base);
      return this.#typedef(name, ctype, attributes);
    }
    const bits = this.#cursor.take(':') ? this.#width(ctype, name.text) : null;
    while (readAttribute(this.#cursor, attributes, this));
    if (this.#cursor.take('=')) this.#cursor.skipValue();
    if (storage.has('extern')) return;
    if (bits !== null && attributes.alignment > 1)
      refuseSchema(name.line, 'found a bit field with an alignment of its own');
    if (into.length >= mostMembers) refuseSchema(name.line, `found more than ${mostMembers} members, expected fewer`);
    if (!isPointer) this.#notePart(base);
    into.push({ name: name.text, ctype, bits, ...attributes, line: name.line });
  }

  #notePart(base: CType): void {
    const composite = this.scope.compositeOf(base);
    if (composite) composite.isPart = true;
  }

  #typedef(name: Token, ctype: CType, { isPacked, alignment }: Attributes): void {
    if (isPacked || alignment > 1)
      refuseSchema(name.line, `found an attribute of the typedef ${name.text}, expected it behind 'struct'`);
    this.scope.defineType(name.text, ctype);
  }

  #width(ctype: CType, name: string | null): number {
    const { line } = this.#cursor.peek();
    return checkWidth(ctype, name, this.constant(), line);
  }

  #end(): void {
    const next = this.#cursor.peek();
    if (this.#cursor.take(';') || next.kind === 'end' || next.text === '}' || next.line > this.#cursor.lastLine) return;
    refuseSchema(next.line, `found ${shown(next)}, expected ';' or a new line`);
  }

  /** `list<float> points[100]`: a count and at most so many. */
  #list(into: Declared[]): void {
    this.#cursor.next();
    this.#cursor.next();
    const { ctype, line, words } = readSpecifiers(this.#cursor, this);
    this.#cursor.expect('>');
    const name = this.#cursor.word('a name');
    const example = `list<${words}> ${name.text}[100]`;
    if (!this.#cursor.take('[')) refuseSchema(name.line, `found no maximum for ${name.text}, expected ${example}`);
    const most = this.constant();
    this.#cursor.expect(']');
    const element = ctype.type ?? refuseSchema(line, `found a list of '${words}', which has no size`);
    if (most < 1n || most * BigInt(element.size) > 2n ** 31n)
      refuseSchema(name.line, `found a maximum of ${most}, expected ${example}`);
    this.#notePart(ctype);
    const type = list(element, Number(most));
    into.push({ name: name.text, ctype: { type }, bits: null, alignment: 1, isPacked: false, line: name.line });
    this.#cursor.take(';');
  }
}
