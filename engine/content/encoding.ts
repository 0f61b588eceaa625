import type { TextEncoding } from '../../protocol/content';

const byteOrderMarks: readonly (readonly [TextEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
];

// Each of these refuses byte sequences that it does not have; the one-byte code page behind them takes anything.
const strict: readonly TextEncoding[] = ['utf-8', 'gb18030', 'euc-kr', 'shift_jis'];

/**
 * What bytes are most likely text in: by their byte order mark; UTF-16 when most of every second byte is zero; else the first
 * strict encoding without an error. A guess: what is no UTF-8 may fit several code pages, so a user can choose.
 */
export function guessEncoding(bytes: Uint8Array): TextEncoding {
  const marked = byteOrderMarks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (marked) return marked[0];
  if (looksLikeUtf16(bytes)) return 'utf-16le';
  return strict.find((encoding) => isWithoutError(bytes, encoding)) ?? 'windows-1252';
}

/** The text; what does not fit the encoding becomes U+FFFD. A NUL ends it, as the writers of C strings mean it. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string {
  const text = new TextDecoder(encoding).decode(bytes);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
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

function isWithoutError(bytes: Uint8Array, encoding: TextEncoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(withoutTail(bytes));
    return true;
  } catch {
    return false;
  }
}

/** Up to the first NUL: what stands behind the end of a C string is no text. */
function withoutTail(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}
