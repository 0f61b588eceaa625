import assert from 'node:assert/strict';
import { test } from 'node:test';

import { graphicsOf, mustBeTold } from '../../../engine/attach/graphics';

const told = (files: readonly string[] | null, platform: NodeJS.Platform) =>
  mustBeTold(graphicsOf(files && { files, bits: 64 }), platform);

test('what a process has loaded decides what its hook must be told', () => {
  for (const platform of ['win32', 'linux'] as const) {
    assert.deepEqual(told(['opengl32.dll', 'kernel32.dll'], platform), []);
    assert.deepEqual(told(['vulkan-1.dll'], platform), []);
    assert.deepEqual(told(['d3d11.dll', 'dxgi.dll'], platform), ['dxgi']);
    assert.deepEqual(told(['d3d12.dll', 'dxgi.dll'], platform), ['dxgi']);
    assert.deepEqual(told(['d3d9.dll', 'd3d8.dll'], platform), ['d3d8', 'd3d9']);
    // Drivers of OpenGL load DXGI too: which of them presents cannot be seen.
    assert.deepEqual(told(['opengl32.dll', 'dxgi.dll'], platform), ['dxgi']);
    assert.deepEqual(told(null, platform), ['dxgi'], 'a process that cannot be looked into may be anything');
  }
});

test('a Windows program without graphics may load Direct3D yet, a Linux program has none', () => {
  assert.deepEqual(told([], 'win32'), ['dxgi']);
  assert.deepEqual(told([], 'linux'), []);
});
