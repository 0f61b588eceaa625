import { refuseSchema } from './schema-refuse';

/* A schema's text as lines without comments, and a line as tokens. */

/** More than any header of a simulator or a sensor tool has; in characters. Longer ones are refused wherever they come from. */
export const longestSchema = 64 * 1024;

export interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'mark' | 'end';
  readonly text: string;
  readonly line: number;
  /** The `#pragma pack` in force there; `null` = none. */
  readonly pack: number | null;
}

export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

const quoted = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const commentOrQuoted = new RegExp(String.raw`${quoted}|\/\/(?:\\\n|[^\n])*|\/\*[\s\S]*?\*\/|\/\*`, 'g');

/** Without comments; a line that ends in a backslash goes on in the next. */
export function linesOf(source: string): Line[] {
  const unified = source.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const bare = unified.replaceAll(commentOrQuoted, (found, at: number) => {
    if (!found.startsWith('/')) return found;
    if (found === '/*') refuseSchema(lineAt(unified, at), "found '/*', expected '*/' somewhere behind it");
    return ` ${'\n'.repeat(found.split('\n').length - 1)}`;
  });
  const lines: Line[] = [];
  let open: Line | null = null;
  bare.split('\n').forEach((text, index) => {
    const whole: Line = open ? { text: open.text + text, number: open.number } : { text, number: index + 1 };
    open = /\\\s*$/.test(text) ? { ...whole, text: whole.text.replace(/\\\s*$/, ' ') } : null;
    if (!open) lines.push(whole);
  });
  if (open) lines.push(open);
  return lines;
}

function lineAt(source: string, at: number): number {
  return source.slice(0, at).split('\n').length;
}

const tokenPattern = new RegExp(
  String.raw`\s+|([A-Za-z_]\w*)|(\.?\d[\w.']*)|(${quoted})|(<<|>>|<=|>=|==|!=|&&|\|\||::|\.\.\.|[-+*/%&|^~!?:;,.<>=()[\]{}])`,
  'y',
);

/** @param text one line, without comments */
export function tokensOf(text: string, line: number, pack: number | null): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match) return refuseSchema(line, `found '${text.slice(at, at + 20)}', expected a member as C writes it`);
    const [, word, number, string, mark] = match;
    if (word !== undefined) tokens.push({ kind: 'word', text: word, line, pack });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, line, pack });
    else if (string !== undefined) tokens.push({ kind: 'text', text: string, line, pack });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, line, pack });
  }
  return tokens;
}

/** Tokens one after the other. */
export class Cursor {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    const last = tokens.at(-1);
    this.#end = { kind: 'end', text: 'the end', line: last?.line ?? 1, pack: last?.pack ?? null };
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? this.#end;
  }

  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Of the token that was taken last. */
  get lastLine(): number {
    return this.#tokens[this.#at - 1]?.line ?? 1;
  }

  /** Whether the next one was that mark or word; it is taken then. */
  take(text: string): boolean {
    const { kind, text: found } = this.peek();
    if (found !== text || (kind !== 'mark' && kind !== 'word')) return false;
    this.#at += 1;
    return true;
  }

  expect(text: string): Token {
    const token = this.peek();
    if (this.take(text)) return token;
    return refuseSchema(token.line, `found ${shown(token)}, expected '${text}'`);
  }

  /** `= 0` and `= {…}`, as C++ has them: nothing of the layout. */
  skipValue(): void {
    const { line } = this.peek();
    for (;;) {
      const token = this.peek();
      if (token.kind === 'end' || token.text === ',' || token.text === ';' || token.line > line) return;
      this.next();
      if (token.text === '{') this.skipTo('}');
      if (token.text === '(') this.skipTo(')');
    }
  }

  word(what: string): Token {
    const token = this.next();
    return token.kind === 'word' ? token : refuseSchema(token.line, `found ${shown(token)}, expected ${what}`);
  }

  /** Behind what closes the mark or bracket that was just taken. */
  skipTo(closing: string): void {
    const opening = { ')': '(', ']': '[', '}': '{' }[closing];
    const { line } = this.peek();
    for (let depth = 1; depth > 0;) {
      const token = this.next();
      if (token.kind === 'end') refuseSchema(line, `found no '${closing}' behind it`);
      if (token.kind !== 'mark') continue;
      if (token.text === opening) depth += 1;
      if (token.text === closing) depth -= 1;
    }
  }
}

/** A token as an error says it. */
export function shown({ kind, text }: Token): string {
  return kind === 'end' ? text : `'${text}'`;
}
