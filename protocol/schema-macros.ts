import { refuseSchema } from './schema-refuse';
import type { Token } from './schema-tokens';

const mostSteps = 200_000;
const deepest = 64;

type Macro = { readonly kind: 'object'; readonly tokens: readonly Token[] } | { readonly kind: 'with-arguments' };

/** What `#define` gave names to. */
export class Macros {
  readonly #known: Map<string, Macro | null>;
  #steps = 0;

  /** @param predefined `null` = known not to be defined */
  constructor(predefined: ReadonlyMap<string, string | null>) {
    this.#known = new Map(
      Array.from(predefined, ([name, value]) => [name, value === null ? null : objectOf(numberToken(value))]),
    );
  }

  define(name: string, tokens: readonly Token[]): void {
    this.#known.set(name, { kind: 'object', tokens });
  }

  defineWithArguments(name: string): void {
    this.#known.set(name, { kind: 'with-arguments' });
  }

  undefine(name: string): void {
    this.#known.set(name, null);
  }

  /** `null` when nothing tells. */
  isDefined(name: string): boolean | null {
    const macro = this.#known.get(name);
    return macro === undefined ? null : macro !== null;
  }

  /** With every name replaced. @throws FramelatchError `schema-invalid` */
  expand(tokens: readonly Token[]): Token[] {
    const result: Token[] = [];
    this.#expandInto(result, tokens, null, []);
    return result;
  }

  #expandInto(result: Token[], tokens: readonly Token[], use: Token | null, within: readonly string[]): void {
    tokens.forEach((token, at) => {
      this.#steps += 1;
      if (this.#steps > mostSteps) refuseSchema(token.line, 'found macros that expand without end');
      const placed = use ? { ...token, line: use.line, pack: use.pack } : token;
      const macro = token.kind === 'word' && !within.includes(token.text) ? this.#known.get(token.text) : undefined;
      if (macro?.kind === 'with-arguments' && tokens[at + 1]?.text === '(') {
        refuseSchema(placed.line, `found the macro ${token.text}(…), expected what it stands for, written out`);
      }
      if (macro?.kind !== 'object') {
        result.push(placed);
        return;
      }
      if (within.length >= deepest) refuseSchema(placed.line, `found macros nested deeper than ${deepest}`);
      this.#expandInto(result, macro.tokens, use ?? token, [...within, token.text]);
    });
  }
}

function objectOf(token: Token): Macro {
  return { kind: 'object', tokens: [token] };
}

function numberToken(text: string): Token {
  return { kind: 'number', text, line: 1, pack: null };
}
