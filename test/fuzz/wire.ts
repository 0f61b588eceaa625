import assert from 'node:assert/strict';

import { PipeMessageReader } from '../../engine/pipe/message-reader';
import { decodeFrameHeader, encodeFrameHeader, frameHeaderBytes } from '../../protocol/frame';
import { validSettings } from '../../protocol/ipc';
import { checkedArguments, requestChannels } from '../../protocol/request-arguments';
import { decodeFrameMessage, decodeToSender } from '../../protocol/stream-json';
import { hasCode, isOf, textOf, type Target } from './target';
import { jsonWords } from './words';

/* What a page, a viewer or a pipe says. */

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

export const wireTargets = {
  'frame-header': { run: readHeader, mayThrow: isOf(RangeError), words: [] },
  'stream-json': { run: readStream, mayThrow: isOf(RangeError, TypeError, SyntaxError), words: jsonWords },
  'pipe-message': { run: readPipe, mayThrow: hasCode(...pipeCodes), words: ['FLPF'] },
  arguments: { run: readArguments, mayThrow: isOf(SyntaxError), words: jsonWords },
} satisfies Record<string, Target>;
