import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../support/paths';

/* WCAG 2.2, 1.4.3 and 1.4.11: text has 4.5 to 1 against whatever it stands on, marks and borders of widgets 3 to 1. */

const css = readFileSync(join(root, 'renderer', 'styles', 'theme.css'), 'utf8');

/** The variables of each block of theme.css, those of the first (dark) below those of the others. */
function themes(): Readonly<Record<string, Record<string, string>>> {
  const blocks = [...css.matchAll(/(:root[^{]*)\{([^}]*)\}/g)].map(([, selector = '', body = '']) => {
    const variables = [...body.matchAll(/--([\w-]+):\s*(#[\da-f]{6})/g)].map(([, name, value]) => [name, value]);
    return [selector.trim(), Object.fromEntries(variables) as Record<string, string>] as const;
  });
  const [dark, ...rest] = blocks;
  assert.ok(dark && rest.length === 2);
  return Object.fromEntries([dark, ...rest.map(([name, light]) => [name, { ...dark[1], ...light }] as const)]);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** What stands on what, by the style sheets. */
const grounds = ['ground', 'pane', 'raised', 'selection', 'warn-ground', 'bad-ground'];
const texts: Readonly<Record<string, readonly string[]>> = {
  text: [...grounds, 'pressed'],
  soft: grounds,
  quiet: ['ground', 'pane', 'raised', 'selection', 'bad-ground'],
  good: ['ground', 'pane'],
  warn: grounds,
  bad: ['ground', 'pane'],
  accent: ['raised', 'selection', 'pressed'],
};
const marks: Readonly<Record<string, readonly string[]>> = {
  good: ['ground', 'pane', 'raised', 'selection'],
  warn: ['warn-ground'],
  bad: ['bad-ground'],
  accent: ['ground', 'pane', 'selection'],
  quiet: ['ground', 'pane'],
};

for (const [theme, variables] of Object.entries(themes())) {
  for (const [pairs, least] of [
    [texts, 4.5],
    [marks, 3],
  ] as const) {
    for (const [front, behind] of Object.entries(pairs)) {
      test(`${theme}: ${front} has ${least} to 1 against ${behind.join(', ')}`, () => {
        for (const ground of behind) {
          const ratio = contrast(variables[front] ?? '', variables[ground] ?? '');
          assert.ok(ratio >= least, `${front} on ${ground}: ${ratio.toFixed(2)}`);
        }
      });
    }
  }
}
