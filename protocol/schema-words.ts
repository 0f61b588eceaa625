import { refuseSchema } from './schema-refuse';
import { writerPlatforms, type WriterPlatform } from './schema-target';
import type { Line } from './schema-tokens';

/* What C has no word for, on lines of its own: `platform=windows offset=64 struct=Telemetry pack=4`. */

export interface SchemaWords {
  /** Whose programs write the struct. */
  readonly platform?: WriterPlatform;
  /** Bytes of the mapping before the struct. */
  readonly offset?: number;
  /** The struct that the mapping holds, where a header has several. */
  readonly struct?: string;
  /** `pack 4`: of the members that stand in no struct of their own; `null` = natural. */
  readonly pack?: number | null;
}

const wordsLine = /^\s*(?:(?:platform|offset|struct|pack)\s*=\s*[^\s=;]+[\s;]*)+$/;
const packLine = /^\s*pack\s+(\S+?)\s*;?\s*$/;

/** The words of the schema, and its other lines. @throws FramelatchError `schema-invalid` */
export function takeWords(lines: readonly Line[]): { words: SchemaWords; rest: Line[] } {
  let words: SchemaWords = {};
  const rest = lines.filter(({ text, number }) => {
    const bare = text.replace(/#.*$/, '');
    const pack = packLine.exec(bare);
    if (pack) words = { ...words, pack: packingOf(pack[1] ?? '', number) };
    else if (wordsLine.test(bare)) words = { ...words, ...wordsOf(bare, number) };
    else return true;
    return false;
  });
  return { words, rest };
}

function wordsOf(text: string, line: number): SchemaWords {
  let words: SchemaWords = {};
  for (const [, key, value = ''] of text.matchAll(/(\w+)\s*=\s*([^\s=;]+)/g)) {
    if (key === 'platform') words = { ...words, platform: platformOf(value, line) };
    else if (key === 'offset') words = { ...words, offset: offsetOf(value, line) };
    else if (key === 'struct') words = { ...words, struct: value };
    else words = { ...words, pack: packingOf(value, line) };
  }
  return words;
}

function platformOf(value: string, line: number): WriterPlatform {
  const platform = writerPlatforms.find((name) => name === value);
  return platform ?? refuseSchema(line, `found the platform '${value}', expected one of ${writerPlatforms.join(', ')}`);
}

function offsetOf(value: string, line: number): number {
  const offset = /^(?:0x[\da-f]+|\d+)$/i.test(value) ? Number(value) : NaN;
  if (Number.isSafeInteger(offset)) return offset;
  return refuseSchema(line, `found an offset of '${value}', expected a number of bytes, such as 64 or 0x40`);
}

function packingOf(word: string, line: number): number | null {
  if (word === 'natural') return null;
  return checkedPack(Number(word), line, `found a packing of '${word}', expected 1, 2, 4, 8, 16 or natural`);
}

/** @throws FramelatchError `schema-invalid` with that reason */
export function checkedPack(value: number, line: number, reason: string): number {
  return [1, 2, 4, 8, 16].includes(value) ? value : refuseSchema(line, reason);
}
