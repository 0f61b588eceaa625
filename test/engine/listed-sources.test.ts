import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ListedSources, mostShown } from '../../engine/listed-sources';
import { Programs } from '../../engine/follow/programs';
import { SavedSources } from '../../engine/saved-sources';
import { loadNative } from '../../native/index';
import type { SourceListing } from '../../protocol/source';
import { temporaryFolder } from '../support/layouts';
import { join } from 'node:path';

const listing = (number: number, leftover: boolean): SourceListing => ({
  name: `ShareMemoryMap-${String(number).padStart(5, '0')}`,
  layout: 'checked-block',
  width: 0,
  height: 0,
  format: 'unknown',
  producer: null,
  leftover,
});

test('a window is shown a bounded list, leftovers last, and how many are left out', async (context) => {
  const many = Array.from({ length: mostShown + 50 }, (_, index) => listing(index, index < 100));
  const answers = [many, null];
  const native = { ...loadNative(), openLister: () => ({ take: () => answers.shift() ?? null, close: () => {} }) };
  const saved = new SavedSources(join(temporaryFolder(context), 'sources.json'));
  const sources = new ListedSources(native, saved, new Programs());
  const rows = await sources.shown();
  const mappings = rows.filter(({ layout }) => layout === 'checked-block');
  assert.equal(mappings.length, mostShown);
  assert.equal(mappings.filter(({ leftover }) => leftover).length, 50);
  assert.deepEqual(
    mappings.map(({ name }) => name),
    mappings.map(({ name }) => name).sort(),
  );
  assert.equal(rows.at(-1)?.leftOut, 50);
  assert.equal(await sources.shown(), rows, 'nothing has changed');
  sources.rest();
});
