import { evaluate } from './schema-expression';
import { Macros } from './schema-macros';
import { PackStack } from './schema-pack';
import { refuseSchema } from './schema-refuse';
import { predefined, type Target } from './schema-target';
import { Cursor, shown, tokensOf, type Line, type Token } from './schema-tokens';

/* What stands on lines with `#`: understood where it can change a layout, passed over where it cannot, refused else. */

interface Condition {
  /** Whether the lines around it count. */
  readonly outer: boolean;
  /** Whether a branch was taken already. */
  taken: boolean;
  isActive: boolean;
  readonly line: number;
}

const directives =
  /^\s*#\s*(define|undef|include|include_next|if|ifdef|ifndef|elif|elifdef|elifndef|else|endif|pragma|error|warning|line|import)\b(.*)$/;
const harmlessPragmas = new Set([
  'once',
  'comment',
  'warning',
  'region',
  'endregion',
  'message',
  'mark',
  'intrinsic',
  'GCC diagnostic',
  'GCC system_header',
  'clang diagnostic',
]);

/** The tokens that count, macros replaced. @throws FramelatchError `schema-invalid` */
export function preprocess(lines: readonly Line[], target: Target): Token[] {
  return new Preprocessor(target).run(lines);
}

class Preprocessor {
  readonly #macros: Macros;
  readonly #packs = new PackStack();
  readonly #conditions: Condition[] = [];
  readonly #tokens: Token[] = [];

  constructor(target: Target) {
    this.#macros = new Macros(predefined(target));
  }

  run(lines: readonly Line[]): Token[] {
    for (const line of lines) this.#line(line);
    const open = this.#conditions.at(-1);
    if (open) refuseSchema(open.line, 'found a condition without its #endif');
    return this.#tokens;
  }

  get #isActive(): boolean {
    return this.#conditions.at(-1)?.isActive ?? true;
  }

  #line({ text, number }: Line): void {
    if (/^\s*#/.test(text)) return this.#directive(text, number);
    if (!this.#isActive) return;
    // A remark, as schemas have it besides C.
    const member = text.replace(/#.*$/, '');
    const tokens = this.#macros.expand(tokensOf(member, number, this.#packs.now));
    for (const token of tokens) this.#tokens.push(token);
  }

  #directive(text: string, line: number): void {
    const [, name, rest = ''] = directives.exec(text) ?? [];
    if (name === undefined) {
      // '# a remark' is one; '#strange' is more likely a word that somebody means.
      if (!/^\s*#\s*[A-Za-z_]/.test(text) || /^\s*#\s/.test(text)) return;
      return refuseSchema(line, `found '${text.trim()}', expected a line of C, or a remark behind '# '`);
    }
    if (this.#condition(name, rest, line) || !this.#isActive) return;
    if (name === 'define') this.#define(rest, line);
    else if (name === 'undef') this.#macros.undefine(nameIn(rest, line));
    else if (name === 'pragma') this.#pragma(rest, line);
    else if (name.startsWith('include') || name === 'import') this.#include(rest, line);
    else if (name === 'error') refuseSchema(line, `found #error${rest}`);
  }

  /** Whether it was one. */
  #condition(name: string, rest: string, line: number): boolean {
    if (name === 'if' || name === 'ifdef' || name === 'ifndef') {
      const outer = this.#isActive;
      const holds = outer && this.#holds(name, rest, line);
      this.#conditions.push({ outer, taken: holds, isActive: holds, line });
      return true;
    }
    if (!/^(?:elif|else|endif)/.test(name)) return false;
    const condition = this.#conditions.at(-1) ?? refuseSchema(line, `found #${name} without an #if before it`);
    if (name === 'endif') {
      this.#conditions.pop();
      return true;
    }
    const holds = condition.outer && !condition.taken && (name === 'else' || this.#holds(name.slice(2), rest, line));
    condition.isActive = holds;
    condition.taken ||= holds;
    return true;
  }

  #holds(name: string, rest: string, line: number): boolean {
    if (name.endsWith('def')) return this.#isDefined(nameIn(rest, line), line) !== (name === 'ifndef');
    const tokens = tokensOf(rest, line, null);
    const cursor = new Cursor(this.#macros.expand(this.#withoutDefined(tokens, line)));
    const value = evaluate(cursor, { valueOf: ({ text }) => (this.#isDefined(text, line) ? 1n : 0n) });
    const extra = cursor.peek();
    if (extra.kind !== 'end') refuseSchema(line, `found ${shown(extra)} behind the condition`);
    return value !== 0n;
  }

  /** `defined X` as the number that it is: before names are replaced. */
  #withoutDefined(tokens: readonly Token[], line: number): Token[] {
    const result: Token[] = [];
    const cursor = new Cursor(tokens);
    for (let token = cursor.next(); token.kind !== 'end'; token = cursor.next()) {
      if (token.text !== 'defined') {
        result.push(token);
        continue;
      }
      const isBracketed = cursor.take('(');
      const { text } = cursor.word('a name');
      if (isBracketed) cursor.expect(')');
      result.push({ ...token, kind: 'number', text: this.#isDefined(text, line) ? '1' : '0' });
    }
    return result;
  }

  #isDefined(name: string, line: number): boolean {
    const known = this.#macros.isDefined(name);
    if (known !== null) return known;
    // What a header calls itself is defined by itself alone.
    if (/_H_*$|_HPP_*$|_INCLUDED_*$|_GUARD_*$/i.test(name)) return false;
    return refuseSchema(
      line,
      `found a condition on ${name}, which nothing here defines: expected '#define ${name} 1' or '#undef ${name}' above it`,
    );
  }

  #define(rest: string, line: number): void {
    const match = /^\s+([A-Za-z_]\w*)(\()?(.*)$/.exec(rest);
    const [, name = '', opens, value = ''] = match ?? [];
    if (!match) return refuseSchema(line, `found '#define${rest}', expected a name and what it stands for`);
    if (opens) this.#macros.defineWithArguments(name);
    else if (/[#@\\`$]/.test(value)) this.#macros.defineWithArguments(name);
    else this.#macros.define(name, tokensOf(value, line, null));
  }

  #pragma(rest: string, line: number): void {
    const words = rest.trim().split(/[\s(]+/);
    if (words[0] === 'pack') {
      const tokens = tokensOf(rest.trim().slice('pack'.length), line, null);
      return this.#packs.read(new Cursor(this.#macros.expand(tokens)), line);
    }
    if (harmlessPragmas.has(words[0] ?? '') || harmlessPragmas.has(words.slice(0, 2).join(' '))) return;
    return refuseSchema(line, `found '#pragma ${rest.trim()}', which may change the layout; expected #pragma pack(…)`);
  }

  /** Its file is not read: what it would bring is unknown by its name where it is used. */
  #include(rest: string, line: number): void {
    const file =
      /^\s*[<"]\s*([^>"]*?)\s*[>"]/.exec(rest)?.[1] ?? refuseSchema(line, `found '#include${rest}', expected a file`);
    const base = file.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
    const pack = /^pshpack([1248])\.h$/.exec(base)?.[1];
    if (pack) this.#packs.push(Number(pack));
    else if (base === 'poppack.h') this.#packs.pop(null, line);
  }
}

function nameIn(rest: string, line: number): string {
  const name = /^\s*([A-Za-z_]\w*)\s*$/.exec(rest)?.[1];
  return name ?? refuseSchema(line, `found '${rest.trim()}', expected a name`);
}
