const bytesPerLine = 16;
const mostLines = 4096;

/** Offset, sixteen bytes, and what of them is printable ASCII; the first 64 KiB. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length && lines.length < mostLines; at += bytesPerLine) {
    const part = Array.from(bytes.subarray(at, at + bytesPerLine));
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const printable = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(bytesPerLine * 3 - 1)}  ${printable}`);
  }
  const rest = bytes.length - lines.length * bytesPerLine;
  return rest > 0 ? `${lines.join('\n')}\n… ${rest}` : lines.join('\n');
}
