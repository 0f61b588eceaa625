import { InvalidArgumentError, Option } from 'commander';

import { dxgiFormats, type DxgiFormatName } from '../protocol/dxgi';
import { FramelatchError } from '../protocol/errors';
import { parseReading } from '../protocol/reading';
import { layoutNames } from '../protocol/source';

export const sourceArgument = 'a mapping’s name, its number alone, a program with a hook (game.exe), or a file’s path';

/** How to read a source whose name and bytes don't tell. */
export function layoutOption(): Option {
  return new Option(
    '--layout <words>',
    "read it as capture-hook, game-capture, virtual-camera, xwd, checked-block, struct, task, or 'raw 640x480 NV12 …'; see docs/layouts.md",
  ).argParser(readingWords);
}

/** How to write it. */
export function sentLayoutOption(): Option {
  return new Option(
    '--layout <words>',
    "write a capture-hook (the default), game-capture, virtual-camera, xwd, checked-block, struct, or 'raw 640x480 NV12 …'; see docs/layouts.md",
  ).argParser((text) => {
    const { layout } = parseReading(readingWords(text));
    if (layout !== 'task' && layout !== 'pipe') return text;
    const others = layoutNames.filter((name) => name !== 'task' && name !== 'pipe').join(', ');
    const how =
      layout === 'pipe' ? 'a pipe has an option of its own, --pipe' : 'a task is written by a program with the SDK';
    throw new InvalidArgumentError(`${how}; choose one of ${others}.`);
  });
}

/** What the engine resolves. */
export function withLayout(name: string, layout: string | undefined): string {
  return layout === undefined ? name : `${name} as ${layout}`;
}

function readingWords(text: string): string {
  try {
    parseReading(text);
    return text;
  } catch (thrown) {
    if (thrown instanceof FramelatchError) throw new InvalidArgumentError(`${thrown.reason}. ${thrown.next}`);
    throw thrown;
  }
}

/** Parsers for option values; each refuses with a sentence, and the exit code is 2. */

/** Of things of which there must be one. */
export function positiveWholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('expected a whole number above 0.');
}

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError('expected a whole number.');
}

export function positiveNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('expected a number above 0.');
}

export function nonNegativeNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new InvalidArgumentError('expected a number, 0 or above.');
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function size(text: string): Size {
  const match = /^(\d{1,5})x(\d{1,5})$/i.exec(text);
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  if (match && width > 0 && height > 0) return { width, height };
  throw new InvalidArgumentError('expected WIDTHxHEIGHT, for example 1280x720.');
}

export function formatName(text: string): DxgiFormatName {
  const name = text.toUpperCase().replace(/^DXGI_FORMAT_/, '');
  if (name in dxgiFormats) return name as DxgiFormatName;
  throw new InvalidArgumentError(`expected one of ${Object.keys(dxgiFormats).join(', ')}.`);
}

export function port(text: string): number {
  const number = wholeNumber(text);
  if (number <= 65535) return number;
  throw new InvalidArgumentError('expected a port, 0 to 65535.');
}
