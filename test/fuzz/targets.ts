import assert from 'node:assert/strict';

import { PipeMessageReader } from '../../engine/pipe/message-reader';
import { FramelatchError } from '../../protocol/errors';
import { decodeFrameHeader, encodeFrameHeader, frameHeaderBytes } from '../../protocol/frame';
import { validSettings } from '../../protocol/ipc';
import { formatReading, formatSourceText, parseReading, parseSourceText } from '../../protocol/reading';
import { checkedArguments, requestChannels } from '../../protocol/request-arguments';
import { readSchema } from '../../protocol/schema-text';
import { layoutNames } from '../../protocol/source';
import { decodeFrameMessage, decodeToSender } from '../../protocol/stream-json';

/** What is parsed, and what it may throw: anything else is a fault. */
export interface Target {
  readonly run: (input: Uint8Array) => void;
  readonly mayThrow: (thrown: unknown) => boolean;
  /** What its language is made of. */
  readonly words: readonly string[];
}

const textOf = (input: Uint8Array) => Buffer.from(input).toString('utf8');
const hasCode =
  (...codes: readonly string[]) =>
  (thrown: unknown) =>
    thrown instanceof FramelatchError && codes.includes(thrown.code);
const isOf =
  (...kinds: readonly (new (...args: never[]) => Error)[]) =>
  (thrown: unknown) =>
    kinds.some((kind) => thrown instanceof kind);

function readReading(input: Uint8Array): void {
  const reading = parseReading(textOf(input));
  assert.deepEqual(parseReading(formatReading(reading)), reading, 'what is written means the same');
}

function readSourceText(input: Uint8Array): void {
  const { name, reading } = parseSourceText(textOf(input));
  if (reading.layout) assert.deepEqual(parseSourceText(formatSourceText(name, reading)), { name, reading });
}

function readHeader(input: Uint8Array): void {
  const { header, slot } = decodeFrameHeader(new DataView(input.slice().buffer));
  const bytes = new DataView(new ArrayBuffer(frameHeaderBytes));
  encodeFrameHeader(header, slot, bytes);
  assert.deepEqual(decodeFrameHeader(bytes), { header, slot }, 'what is encoded decodes to the same');
}

function readStream(input: Uint8Array): void {
  // The first byte says which of the two it is.
  if (input[0] === 0) decodeFrameMessage(input.slice(1).buffer);
  else decodeToSender(textOf(input));
}

function readPipe(input: Uint8Array): void {
  const reader = new PipeMessageReader();
  // In pieces, whose size the first byte says.
  const piece = 1 + (input[0] ?? 0);
  for (let at = 1; at < input.byteLength; at += piece) {
    let rest = input.subarray(at, at + piece);
    let left = rest.byteLength;
    while (left > 0) {
      rest = reader.push(rest, ({ pitch, height }, pixels) => {
        assert.equal(pixels.byteLength, pitch * height);
        return false;
      });
      assert.ok(rest.byteLength < left, 'each push takes something');
      left = rest.byteLength;
    }
  }
}

function readArguments(input: Uint8Array): void {
  const value: unknown = JSON.parse(textOf(input));
  validSettings(value);
  const args = Array.isArray(value) ? value : [value];
  for (const channel of requestChannels) {
    try {
      checkedArguments(channel, args);
    } catch (thrown) {
      if (!hasCode('usage')(thrown)) throw thrown;
    }
  }
}

const pipeCodes = ['pipe-message-invalid', 'format-unsupported', 'header-size-zero', 'pitch-too-small'];

const cWords = [
  'int ',
  'unsigned ',
  'char ',
  'wchar_t ',
  'struct ',
  'union ',
  'enum ',
  'typedef ',
  'const ',
  '#pragma pack(push, 4)\n',
  '#pragma pack(pop)\n',
  '#define A ',
  'list<float> ',
  'bool ',
  'offset=',
  '{',
  '}',
  ';',
  '[4]',
  '[999999999]',
  '//',
  '/*',
  '*/',
  ': 3',
  ',',
  '__proto__',
  'constructor',
  '\n',
];
const readingWords = [
  ...layoutNames.map((name) => `${name} `),
  ' as ',
  'raw 4x4 NV12 ',
  'B8G8R8A8_UNORM ',
  'pitch=',
  'offset=0x',
  'buffers=',
  'stride=',
  'index=',
  'mutex=A ',
  'flip ',
  'bt601 ',
  'full ',
  'latest',
  'constructor ',
  '__proto__ ',
];
const jsonWords = [
  '"kind":',
  '"ring"',
  '"credit"',
  '"slot":',
  '"__proto__":',
  'null',
  '1e999',
  '-0',
  '[',
  '{',
  '""',
  ',',
];

export const targets: Readonly<Record<string, Target>> = {
  'schema-text': { run: (input) => void readSchema(textOf(input)), mayThrow: hasCode('schema-invalid'), words: cWords },
  reading: { run: readReading, mayThrow: hasCode('usage'), words: readingWords },
  'source-text': { run: readSourceText, mayThrow: hasCode('usage'), words: readingWords },
  'frame-header': { run: readHeader, mayThrow: isOf(RangeError), words: [] },
  'stream-json': { run: readStream, mayThrow: isOf(RangeError, TypeError, SyntaxError), words: jsonWords },
  'pipe-message': { run: readPipe, mayThrow: hasCode(...pipeCodes), words: ['FLPF'] },
  arguments: { run: readArguments, mayThrow: isOf(SyntaxError), words: jsonWords },
};
