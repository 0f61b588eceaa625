import assert from 'node:assert/strict';

import { escapeText } from '../../cli/text';
import { HookLog } from '../../engine/attach/hook-log';
import { readText } from '../../engine/content/encoding';
import { fieldsOf, typesOf } from '../../engine/content/fields';
import { textEncodings } from '../../protocol/content';
import { fieldRows } from '../../protocol/field-rows';
import { readSchema } from '../../protocol/schema-text';
import { decodeTask } from '../../protocol/task';
import { hasCode, textOf, type Target } from './target';
import { cWords } from './words';

/* What a producer says but in pictures: content of a region, and a hook's log. */

// What may reach a terminal: nothing that moves its cursor, or reorders what it shows.
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function readContent(input: Uint8Array): void {
  const { text, textBytes, encoding } = readText(input);
  assert.ok(textBytes >= 0 && textBytes <= input.byteLength, 'the text stands for bytes that are there');
  assert.ok(encoding !== null || text === '', 'text has an encoding');
  assert.ok(!unsafe.test(escapeText(text)), 'a terminal gets no control characters');
  // As when the user chooses: any bytes are read as any encoding.
  readText(input, textEncodings[input.byteLength % textEncodings.length]);
}

const mostValues = 100;
const mostBytes = 64 * 1024;

/** A schema, a NUL, and the bytes of the mapping that it is said to describe. */
function readStruct(input: Uint8Array): void {
  const end = input.indexOf(0);
  const { struct } = readSchema(textOf(input.subarray(0, end < 0 ? input.byteLength : end)));
  typesOf(struct);
  if (struct.size > mostBytes) return;
  const bytes = new Uint8Array(struct.size);
  if (end >= 0) bytes.set(input.subarray(end + 1).subarray(0, struct.size));
  const { fields, leftOut } = fieldsOf(struct, bytes, mostValues);
  assert.ok(leftOut >= 0 && Number.isSafeInteger(leftOut), 'what is left out is counted');
  const json = JSON.stringify(fields);
  assert.equal(JSON.stringify(JSON.parse(json)), json, 'a page gets the same values');
  fieldRows(fields, { rows: 50, elements: 8, more: (count) => `${count} more` });
}

function readTask(input: Uint8Array): void {
  const { progress } = decodeTask(input);
  assert.ok(progress >= 0 && progress <= 1);
}

const mostLines = 100;
const longestLine = 1000;

/** The messages of a hook's log, each behind its length in a byte. */
function readLog(input: Uint8Array): void {
  let at = 0;
  const log = new HookLog({
    poll: () => {
      if (at >= input.byteLength) return null;
      const start = at + 1;
      at = start + (input[at] ?? 0) * 8;
      return { kind: 'message', message: input.subarray(start, at) };
    },
  });
  while (log.read()) {
    const { lines } = log;
    assert.ok(lines.length <= mostLines && lines.every(({ text }) => text.length <= longestLine));
    assert.ok(lines.every(({ number }, index) => number === (lines[0]?.number ?? 0) + index));
    assert.ok(!unsafe.test(escapeText(lines.map(({ text }) => text).join(''))));
  }
}

export const contentTargets = {
  text: { run: readContent, mayThrow: () => false, words: ['\ufeff', '\0', '\0\0\0\0', 'Größe', '\u202e'] },
  struct: { run: readStruct, mayThrow: hasCode('schema-invalid', 'value-invalid'), words: [...cWords, '\0'] },
  'task-header': { run: readTask, mayThrow: hasCode('layout-mismatch'), words: ['FLTK'] },
  'hook-log': { run: readLog, mayThrow: () => false, words: ['\n', '\r\n', '\0', '\u001b[2J', '\u202e', 'Größe'] },
} satisfies Record<string, Target>;
