import { refuseSchema } from './schema-refuse';
import { shown, type Cursor, type Token } from './schema-tokens';

/* Constant expressions: the sizes of arrays, the values of enumerators, the conditions of #if. */

/** What a name is worth, and what its own operators are. */
export interface Names {
  /** @param token a word that is no operator here */
  valueOf(token: Token, cursor: Cursor): bigint;
}

const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const deepest = 100;
const limit = 2n ** 64n;

/**
 * The value of the expression at the cursor. Values are exact; what C would compute otherwise (a result beyond 64 bits, or a
 * negative one of unsigned operands) is refused.
 * @throws FramelatchError `schema-invalid`
 */
export function evaluate(cursor: Cursor, names: Names): bigint {
  return new Evaluation(cursor, names).ternary();
}

class Evaluation {
  readonly #cursor: Cursor;
  readonly #names: Names;
  #depth = 0;
  #hasUnsigned = false;

  constructor(cursor: Cursor, names: Names) {
    this.#cursor = cursor;
    this.#names = names;
  }

  ternary(): bigint {
    const { line } = this.#cursor.peek();
    this.#depth += 1;
    if (this.#depth > deepest) refuseSchema(line, `found an expression nested deeper than ${deepest}`);
    const condition = this.#binary(0);
    let value = condition;
    if (this.#cursor.take('?')) {
      const yes = this.ternary();
      this.#cursor.expect(':');
      const no = this.ternary();
      value = condition === 0n ? no : yes;
    }
    this.#depth -= 1;
    return value;
  }

  #binary(level: number): bigint {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#cursor.peek();
      if (operator.kind !== 'mark' || !operators.includes(operator.text)) return left;
      this.#cursor.next();
      left = this.#checked(apply(operator, left, this.#binary(level + 1)), operator.line);
    }
  }

  #unary(): bigint {
    const token = this.#cursor.next();
    if (token.kind === 'number') return this.#number(token);
    if (token.kind === 'text' && token.text.startsWith("'")) return character(token);
    if (token.kind === 'word') return this.#names.valueOf(token, this.#cursor);
    if (token.text === '(') {
      const value = this.ternary();
      this.#cursor.expect(')');
      return value;
    }
    if (token.kind !== 'mark' || !['-', '+', '~', '!'].includes(token.text)) {
      return refuseSchema(token.line, `found ${shown(token)}, expected a number`);
    }
    this.#depth += 1;
    if (this.#depth > deepest) refuseSchema(token.line, `found an expression nested deeper than ${deepest}`);
    const value = this.#unary();
    this.#depth -= 1;
    if (token.text === '!') return value === 0n ? 1n : 0n;
    return this.#checked(token.text === '-' ? -value : token.text === '~' ? ~value : value, token.line);
  }

  #number({ text, line }: Token): bigint {
    const match = /^(0[xX][\da-fA-F']+|0[bB][01']+|\d[\d']*?)([uUlL]*|[iI]64|[uU][iI]64)$/.exec(text);
    if (!match) return refuseSchema(line, `found '${text}', expected a whole number`);
    const digits = (match[1] ?? '').replaceAll("'", '');
    if (/[uU]/.test(match[2] ?? '')) this.#hasUnsigned = true;
    if (!/^0\d/.test(digits)) return this.#checked(BigInt(digits), line);
    return /^[0-7]+$/.test(digits)
      ? BigInt(`0o${digits}`)
      : refuseSchema(line, `found '${text}', expected an octal number`);
  }

  #checked(value: bigint, line: number): bigint {
    if (value >= limit || value <= -limit) refuseSchema(line, 'found a number of more than 64 bits');
    if (value < 0n && this.#hasUnsigned) {
      refuseSchema(line, 'found an unsigned expression that falls below 0, expected its value as a plain number');
    }
    return value;
  }
}

function character({ text, line }: Token): bigint {
  const inner = text.slice(1, -1);
  if (inner.length === 1) return BigInt(inner.codePointAt(0) ?? 0);
  return inner === String.raw`\0` ? 0n : refuseSchema(line, `found ${text}, expected one plain character`);
}

function apply({ text, line }: Token, left: bigint, right: bigint): bigint {
  const truth = (value: boolean) => (value ? 1n : 0n);
  switch (text) {
    case '||':
      return truth(left !== 0n || right !== 0n);
    case '&&':
      return truth(left !== 0n && right !== 0n);
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '&':
      return left & right;
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case '<':
      return truth(left < right);
    case '>':
      return truth(left > right);
    case '<=':
      return truth(left <= right);
    case '>=':
      return truth(left >= right);
    case '<<':
    case '>>':
      if (right < 0n || right > 63n) return refuseSchema(line, `found a shift by ${right}, expected 0 to 63`);
      return text === '<<' ? left << right : left >> right;
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      if (right === 0n) return refuseSchema(line, 'found a division by 0');
      return text === '/' ? left / right : left % right;
  }
}
