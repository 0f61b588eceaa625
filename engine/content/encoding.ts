import iconv from 'iconv-lite';

import type { TextEncoding } from '../../protocol/content';
import { pictureKind, type ContentKind } from '../../protocol/content-kind';

/** Content as text, as far as it is one. */
export interface Reading {
  readonly kind: ContentKind;
  readonly encoding: TextEncoding | null;
  /** Neither a byte order mark nor the bytes themselves say it, nor the user: other encodings fit as well. */
  readonly encodingGuessed: boolean;
  readonly text: string;
  /** Of the content, that the text stands for. */
  readonly textBytes: number;
}

const byteOrderMarks: readonly (readonly [TextEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

// Each of these refuses byte sequences that it does not have; the one-byte code page behind them takes anything.
const strict: readonly TextEncoding[] = ['gb18030', 'euc-kr', 'shift_jis', 'big5'];
// Which Node's own decoder does not have, or takes for ISO 8859-1.
const byLibrary: ReadonlySet<TextEncoding> = new Set(['windows-1252', 'utf-32le']);
const unitBytes: Partial<Record<TextEncoding, number>> = { 'utf-16le': 2, 'utf-16be': 2, 'utf-32le': 4 };

/**
 * What bytes are: a picture by its signature, text by its byte order mark or as valid UTF-8, UTF-16 when most of every second
 * byte is zero, else the first strict encoding without an error, and that is a guess; what has control characters is no text.
 * @param chosen the user's encoding: then it is read as that, whatever it is
 */
export function readText(bytes: Uint8Array, chosen?: TextEncoding): Reading {
  const picture = pictureKind(bytes);
  if (chosen !== undefined) return textOf(bytes, chosen, false, picture ?? 'text');
  if (picture) return noText(picture);
  const marked = byteOrderMarks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (marked) return textOf(bytes, marked[0], false);
  if (looksLikeUtf16(bytes)) return textOf(bytes, 'utf-16le', true);
  const beforeEnd = bytes.subarray(0, endOf(bytes, 1));
  if (isBinary(beforeEnd, bytes)) {
    return isWordsInUtf16(bytes) ? textOf(bytes, 'utf-16le', true) : { ...noText('binary'), encodingGuessed: true };
  }
  if (isWithoutError(beforeEnd, 'utf-8')) return textOf(bytes, 'utf-8', false);
  return textOf(bytes, strict.find((encoding) => isWithoutError(beforeEnd, encoding)) ?? 'windows-1252', true);
}

/** The text; what does not fit the encoding becomes U+FFFD. A NUL ends it, as the writers of C strings mean it. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string {
  const text = bytes.subarray(0, endOf(bytes, unitBytes[encoding] ?? 1));
  return byLibrary.has(encoding)
    ? iconv.decode(Buffer.from(text.buffer, text.byteOffset, text.byteLength), encoding)
    : new TextDecoder(encoding).decode(text);
}

function textOf(
  bytes: Uint8Array,
  encoding: TextEncoding,
  encodingGuessed: boolean,
  kind: ContentKind = 'text',
): Reading {
  const end = endOf(bytes, unitBytes[encoding] ?? 1);
  // Zeroes behind the end are nothing that was left out.
  const isPadding = bytes.subarray(end).every((byte) => byte === 0);
  const textBytes = isPadding ? bytes.length : end;
  return { kind, encoding, encodingGuessed, text: decodeText(bytes, encoding), textBytes };
}

function noText(kind: ContentKind): Reading {
  return { kind, encoding: null, encodingGuessed: false, text: '', textBytes: 0 };
}

/** Where the first NUL stands, else the end. */
function endOf(bytes: Uint8Array, unit: number): number {
  if (unit === 1) {
    const end = bytes.indexOf(0);
    return end < 0 ? bytes.length : end;
  }
  for (let at = 0; at + unit <= bytes.length; at += unit) {
    if (bytes.subarray(at, at + unit).every((byte) => byte === 0)) return at;
  }
  return bytes.length;
}

/** Control characters that no text has, or a NUL where a text would begin. */
function isBinary(beforeEnd: Uint8Array, all: Uint8Array): boolean {
  if (beforeEnd.length === 0) return all.some((byte) => byte !== 0);
  return beforeEnd.some((byte) => (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b) || byte === 0x7f);
}

function looksLikeUtf16(bytes: Uint8Array): boolean {
  const units = Math.min(bytes.length >> 1, 4096);
  if (units === 0 || bytes.length % 2 !== 0) return false;
  let high = 0;
  let low = 0;
  for (let unit = 0; unit < units; unit += 1) {
    if (bytes[unit * 2 + 1] === 0) high += 1;
    if (bytes[unit * 2] === 0) low += 1;
  }
  return high * 2 > units && low * 4 < units;
}

/** Of scripts without zero bytes in UTF-16: every unit is a letter, a digit or a mark of a script that is written so. */
function isWordsInUtf16(bytes: Uint8Array): boolean {
  if (bytes.length < 4 || bytes.length % 2 !== 0 || !isWithoutError(bytes, 'utf-16le')) return false;
  const text = decodeText(bytes, 'utf-16le');
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef\s\w.,:;!?-]+$/u.test(
    text,
  );
}

function isWithoutError(bytes: Uint8Array, encoding: TextEncoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
