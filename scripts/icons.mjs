#!/usr/bin/env node
// Renders build/icon.svg into every size that the packages want: `node scripts/icons.mjs`. The results are committed.

import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, main, Refusal, root, step } from './lib/run.mjs';

const build = join(root, 'build');
const source = join(build, 'icon.svg');
const largest = 1024;
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
const tools = { 'rsvg-convert': 'librsvg2-bin', icotool: 'icoutils' };

const linuxIcon = (size) => join(build, 'icons', `${size}x${size}.png`);

function render(size, target) {
  return step(`Rendering ${size}×${size}`, 'rsvg-convert', [
    '-w',
    String(size),
    '-h',
    String(size),
    '-o',
    target,
    source,
  ]);
}

await main(async () => {
  const missing = Object.keys(tools).filter((name) => !findProgram(name));
  if (missing.length) {
    throw new Refusal(
      `Missing: on Debian and Ubuntu, \`apt-get install ${missing.map((name) => tools[name]).join(' ')}\`.`,
    );
  }
  mkdirSync(join(build, 'icons'), { recursive: true });
  await render(largest, join(build, 'icon.png'));
  for (const size of linuxSizes) await render(size, linuxIcon(size));
  await step('Writing icon.ico', 'icotool', ['-c', '-o', join(build, 'icon.ico'), ...windowsSizes.map(linuxIcon)]);
  // The page's own icon, for the browser shell.
  copyFileSync(source, join(root, 'renderer', 'public', 'icon.svg'));
});
