import { refuseValue, type Type } from './struct-type';

/** Text of four-byte characters with a NUL behind it: `wchar_t` outside of Windows, `char32_t` everywhere. */
export function utf32Text(units: number): Type<string> {
  return {
    name: `char32[${units}]`,
    size: units * 4,
    alignment: 4,
    read(view, offset) {
      let result = '';
      for (let at = 0; at < units; at += 1) {
        const code = view.getUint32(offset + at * 4, true);
        if (code === 0) break;
        const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
        result += isCharacter ? String.fromCodePoint(code) : '\uFFFD';
      }
      return result;
    },
    write(sink, offset, value, path) {
      const codes = Array.from(value, (character) => character.codePointAt(0) ?? 0);
      if (codes.includes(0)) refuseValue(path, 'found a NUL within the text', 'Remove it: it would end the text.');
      if (codes.length >= units) {
        const next = 'Shorten the text, or enlarge the member.';
        refuseValue(path, `found ${codes.length} characters, expected at most ${units - 1}`, next);
      }
      const padded = new DataView(new ArrayBuffer(units * 4));
      codes.forEach((code, at) => padded.setUint32(at * 4, code, true));
      sink.write(new Uint8Array(padded.buffer), offset);
    },
  };
}

/** `char[bytes]` in an encoding of the reader's choice; it is written as UTF-8 by `text`. */
export function decodedText(of: Type<string>, decode: (bytes: Uint8Array) => string): Type<string> {
  return {
    ...of,
    read(view, offset) {
      const all = new Uint8Array(view.buffer, view.byteOffset + offset, of.size);
      const end = all.indexOf(0);
      return decode(all.slice(0, end < 0 ? of.size : end));
    },
  };
}

/** An address in the process that writes: of use to a person only. */
export function address(bytes: 4 | 8, name: string): Type<string> {
  return {
    name,
    size: bytes,
    alignment: bytes,
    read(view, offset) {
      const value = bytes === 4 ? BigInt(view.getUint32(offset, true)) : view.getBigUint64(offset, true);
      return `0x${value.toString(16)}`;
    },
    write(sink, offset, value, path) {
      if (!/^0x[\da-f]{1,16}$/i.test(value) || BigInt(value) >= 1n << BigInt(bytes * 8)) {
        refuseValue(path, `found '${value}', expected an address such as 0x0`, 'Give it in hexadecimal.');
      }
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, BigInt(value), true);
      sink.write(new Uint8Array(view.buffer, 0, bytes), offset);
    },
  };
}
