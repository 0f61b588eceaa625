import assert from 'node:assert/strict';
import { test } from 'node:test';

import { completed, hasAll, noOffsets, parseOffsets } from '../../../engine/attach/offsets';

test('an INI as the tools print it gives each number its place', () => {
  const text = `; a remark
[d3d8]
present=0xa0
[d3d9]
present=0x10
present_ex = 11
present_swap=0x12
d3d9_clsoff=0x0
is_d3d9ex_clsoff=0x13

[dxgi]\r
present=0x1A2B3C4D\r
present1=0x21
resize=0x22
release=0x23
`;
  const offsets = parseOffsets(text, 'file');
  // By docs/capture-hook.md: d3d8, five of d3d9, dxgi's present, resize, present1, eight of DirectDraw, release, Direct3D 12's.
  const expected = [0xa0, 0x10, 0x11, 0x12, 0, 0x13, 0x1a2b3c4d, 0x22, 0x21, 0, 0, 0, 0, 0, 0, 0, 0, 0x23, 0];
  assert.deepEqual([...offsets], expected);
});

test('what is no such INI is refused by its line', () => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ['', /no library’s offsets/],
    ['[dxgi]\npresent=0x1', /no library’s offsets.*dxgi.resize/],
    ['[dxgi]\npresent=0x0\nresize=0x0', /no library’s offsets/],
    ['present=0x1', /line 1: found 'present' in no section/],
    ['[opengl]', /line 1: found section 'opengl', expected one of d3d8, d3d9, dxgi/],
    ['[dxgi]\npresents=0x1', /line 2: found key 'presents' in \[dxgi\], expected one of present, resize/],
    ['[dxgi]\nconstructor=0x1', /line 2: found key 'constructor'/],
    ['[dxgi]\npresent=0x1\npresent=0x2', /line 3: found 'present' twice/],
    ['[dxgi]\npresent=0x123456789', /line 2: found '0x123456789', expected a hexadecimal number of 32 bits/],
    ['[dxgi]\npresent=-1', /line 2: found '-1'/],
    ['[dxgi]\npresent', /line 2: found 'present', expected \[section\] or key/],
    ['[dxgi', /line 1: found '\[dxgi'/],
  ];
  for (const [text, reason] of refused) {
    assert.throws(() => parseOffsets(text, 'file'), { code: 'offsets-invalid', target: 'file', reason }, text);
  }
});

test('what is known is completed by what was found, and never replaced', () => {
  const known = noOffsets();
  known[6] = 1;
  const found = parseOffsets('[dxgi]\npresent=5\nresize=6', 'file');
  assert.equal(hasAll(known, 'dxgi'), false);
  const all = completed(known, found);
  assert.deepEqual([all[6], all[7]], [1, 6]);
  assert.equal(hasAll(all, 'dxgi'), true);
  assert.equal(hasAll(all, 'd3d9'), false);
});
