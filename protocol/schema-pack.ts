import { refuseSchema } from './schema-refuse';
import { shown, type Cursor, type Token } from './schema-tokens';
import { checkedPack } from './schema-words';

const deepestStack = 1000;

/** `#pragma pack` in every form that compilers have, and what it leaves in force. */
export class PackStack {
  #now: number | null = null;
  readonly #kept: { readonly name: string | null; readonly pack: number | null }[] = [];

  get now(): number | null {
    return this.#now;
  }

  /** @param cursor behind `pack` */
  read(cursor: Cursor, line: number): void {
    if (!cursor.take('('))
      return refuseSchema(line, "found '#pragma pack' without '(', expected #pragma pack(push, 4)");
    const parts: Token[] = [];
    while (!cursor.take(')')) {
      if (parts.length) cursor.expect(',');
      const part = cursor.next();
      if (part.kind !== 'word' && part.kind !== 'number')
        return refuseSchema(line, `found ${shown(part)} in #pragma pack, expected push, pop, a name or a number`);
      parts.push(part);
    }
    const extra = cursor.peek();
    if (extra.kind !== 'end') return refuseSchema(line, `found ${shown(extra)} behind #pragma pack(…)`);
    this.#apply(parts, line);
  }

  /** What `#include <pshpack4.h>` and `#include <poppack.h>` of the Windows SDK do. */
  push(pack: number): void {
    this.#kept.push({ name: null, pack: this.#now });
    this.#now = pack;
  }

  pop(name: string | null, line: number): void {
    let from = this.#kept.length - 1;
    if (name !== null) while (from >= 0 && this.#kept[from]?.name !== name) from -= 1;
    const found = this.#kept[from];
    if (!found) {
      const what = name === null ? 'pack(pop)' : `pack(pop, ${name})`;
      return refuseSchema(line, `found ${what} without a pack(push) before it`);
    }
    this.#kept.length = from;
    this.#now = found.pack;
  }

  #apply([first, ...rest]: readonly Token[], line: number): void {
    if (!first) this.#now = null;
    else if (first.text === 'push') this.#push(rest, line);
    else if (first.text === 'pop') this.#popAnd(rest, line);
    else if (first.text !== 'show' || rest.length) this.#now = rest.length ? unknown(line) : packOf(first, line);
  }

  #push(parts: readonly Token[], line: number): void {
    const { name, pack } = nameAndPack(parts, line);
    if (this.#kept.length >= deepestStack) refuseSchema(line, `found more than ${deepestStack} pack(push)`);
    this.#kept.push({ name, pack: this.#now });
    if (pack) this.#now = packOf(pack, line);
  }

  #popAnd(parts: readonly Token[], line: number): void {
    const { name, pack } = nameAndPack(parts, line);
    this.pop(name, line);
    if (pack) this.#now = packOf(pack, line);
  }
}

function nameAndPack(parts: readonly Token[], line: number): { name: string | null; pack: Token | null } {
  const name = parts[0]?.kind === 'word' ? parts[0] : null;
  const rest = name ? parts.slice(1) : parts;
  if (rest.length > 1 || (rest[0] && rest[0].kind !== 'number')) return unknown(line);
  return { name: name?.text ?? null, pack: rest[0] ?? null };
}

function packOf({ text }: Token, line: number): number | null {
  // As gcc has it: 0 is the same as nothing.
  if (text === '0') return null;
  return checkedPack(Number(text), line, `found a packing of '${text}', expected 1, 2, 4, 8 or 16`);
}

function unknown(line: number): never {
  return refuseSchema(
    line,
    'found an unknown form of #pragma pack, expected (), (4), (push), (push, 4), (push, name, 4) or (pop)',
  );
}
