import assert from 'node:assert/strict';

import { parseOffsets } from '../../engine/attach/offsets';
import { formatRecord, parseRecord } from '../../engine/attach/record';
import { formatReading, formatSourceText, parseReading, parseSourceText } from '../../protocol/reading';
import { readSchema } from '../../protocol/schema-text';
import { hasCode, textOf, type Target } from './target';
import { cWords, jsonWords, offsetWords, readingWords } from './words';

/* What a user types, and what a file of theirs says. */

function readReading(input: Uint8Array): void {
  const reading = parseReading(textOf(input));
  assert.deepEqual(parseReading(formatReading(reading)), reading, 'what is written means the same');
}

function readSourceText(input: Uint8Array): void {
  const { name, reading } = parseSourceText(textOf(input));
  if (reading.layout) assert.deepEqual(parseSourceText(formatSourceText(name, reading)), { name, reading });
}

// Whoever may write into the user's folder may write one, and what it says is written into a hook.
function readRecord(input: Uint8Array): void {
  const record = parseRecord(textOf(input));
  assert.deepEqual(parseRecord(formatRecord(record)), record, 'what is written means the same');
}

export const typedTargets = {
  'schema-text': { run: (input) => void readSchema(textOf(input)), mayThrow: hasCode('schema-invalid'), words: cWords },
  reading: { run: readReading, mayThrow: hasCode('usage'), words: readingWords },
  'source-text': { run: readSourceText, mayThrow: hasCode('usage'), words: readingWords },
  offsets: {
    run: (input) => void parseOffsets(textOf(input), 'offsets.ini'),
    mayThrow: hasCode('offsets-invalid'),
    words: offsetWords,
  },
  'attach-record': { run: readRecord, mayThrow: hasCode('usage'), words: jsonWords },
} satisfies Record<string, Target>;
