import type { SharedRegion } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';

/*
 * Where the functions are that a hook takes over: each as its distance from its library's base (docs/capture-hook.md,
 * *Offsets*). Nineteen 32-bit numbers in the hook's info; 0 = nobody has told it.
 */

/** Each number's place, by the section and the key of the INI that names it. */
const places = {
  'd3d8.present': 0,
  'd3d9.present': 1,
  'd3d9.present_ex': 2,
  'd3d9.present_swap': 3,
  'd3d9.d3d9_clsoff': 4,
  'd3d9.is_d3d9ex_clsoff': 5,
  'dxgi.present': 6,
  'dxgi.resize': 7,
  'dxgi.present1': 8,
  'dxgi.release': 17,
} as const;
type Place = keyof typeof places;

const count = 19;
const infoOffset = 68;
const wordBytes = 4;

/** As they stand in the info, by place: other places (DirectDraw's, Direct3D 12's own) are carried along. */
export type HookOffsets = Uint32Array;

/** A library of Direct3D whose functions a hook must be told. */
export const told = ['d3d8', 'd3d9', 'dxgi'] as const;
export type ToldLibrary = (typeof told)[number];

/** Without these a hook takes nothing over in that library. */
const essential: Record<ToldLibrary, readonly Place[]> = {
  d3d8: ['d3d8.present'],
  d3d9: ['d3d9.present'],
  dxgi: ['dxgi.present', 'dxgi.resize'],
};

export function noOffsets(): HookOffsets {
  return new Uint32Array(count);
}

export function readOffsets(info: SharedRegion): HookOffsets {
  const bytes = info.read(infoOffset, count * wordBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return noOffsets().map((_, index) => view.getUint32(index * wordBytes, true));
}

/**
 * Before the hook is told to begin: it reads them once.
 * @param info writable
 */
export function writeOffsets(info: SharedRegion, offsets: HookOffsets): void {
  const bytes = new Uint8Array(count * wordBytes);
  const view = new DataView(bytes.buffer);
  for (const [index, offset] of offsets.entries()) view.setUint32(index * wordBytes, offset, true);
  info.write(bytes, infoOffset);
}

/** What stands in `first`, and in `second` where that knows nothing. */
export function completed(first: HookOffsets, second: HookOffsets): HookOffsets {
  return first.map((offset, index) => offset || (second[index] ?? 0));
}

export function hasAll(offsets: HookOffsets, library: ToldLibrary): boolean {
  return essential[library].every((place) => offsets[places[place]] !== 0);
}

export function isSame(one: HookOffsets, other: HookOffsets): boolean {
  return one.every((offset, index) => offset === other[index]);
}

/**
 * An INI as OBS's tool and ours print it: sections `d3d8`, `d3d9`, `dxgi`, keys with hexadecimal numbers.
 * @param source its name, for errors
 * @throws FramelatchError `offsets-invalid`, naming the line
 */
export function parseOffsets(text: string, source: string): HookOffsets {
  const offsets = noOffsets();
  const seen = new Set<string>();
  let section = '';
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    const line = written.trim();
    const refuse = (found: string, expected: string) =>
      invalid(source, `line ${index + 1}: found ${found}, expected ${expected}`);
    if (line === '' || line.startsWith(';') || line.startsWith('#')) continue;
    const header = /^\[([^\]]*)\]$/.exec(line)?.[1];
    if (header !== undefined) {
      if (!isTold(header)) throw refuse(`section '${header}'`, `one of ${told.join(', ')}`);
      section = header;
      continue;
    }
    const [, key = '', number] = /^(\w+)\s*=\s*(\S+)$/.exec(line) ?? [];
    if (number === undefined) throw refuse(`'${line.slice(0, 60)}'`, '[section] or key = hexadecimal number');
    if (section === '') throw refuse(`'${key}' in no section`, `a section first: [${told.join('], [')}]`);
    const place = `${section}.${key}`;
    if (!isPlace(place)) throw refuse(`key '${key}' in [${section}]`, `one of ${keysOf(section).join(', ')}`);
    if (seen.has(place)) throw refuse(`'${key}' twice in [${section}]`, 'each key once');
    if (!/^(?:0x)?[\da-f]{1,8}$/i.test(number))
      throw refuse(`'${number.slice(0, 60)}'`, 'a hexadecimal number of 32 bits');
    seen.add(place);
    offsets[places[place]] = Number.parseInt(number, 16);
  }
  if (!told.some((library) => hasAll(offsets, library))) {
    throw invalid(
      source,
      `found no library’s offsets, expected at least those of one: ${Object.values(essential).flat().join(', ')}`,
    );
  }
  return offsets;
}

function isTold(section: string): section is ToldLibrary {
  return told.some((library) => library === section);
}

function isPlace(place: string): place is Place {
  return Object.hasOwn(places, place);
}

function keysOf(section: string): string[] {
  return Object.keys(places)
    .filter((place) => place.startsWith(`${section}.`))
    .map((place) => place.slice(section.length + 1));
}

function invalid(target: string, reason: string): FramelatchError {
  return new FramelatchError({
    code: 'offsets-invalid',
    operation: 'read offsets from',
    target,
    reason,
    next: 'Give the INI that OBS’s get-graphics-offsets or framelatch-offsets prints, of the program’s own bitness (32 or 64).',
  });
}
