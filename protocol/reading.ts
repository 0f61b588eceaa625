import { dxgiFormats, otherFormats } from './dxgi';
import { FramelatchError } from './errors';
import { layoutNames, type LayoutName } from './source';

/** How a region without a header of its own is to be read. */
export interface RawDescription {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** DXGI_FORMAT number. */
  readonly format: number;
  /** Bytes per row; 0 = rows without padding. */
  readonly pitch: number;
  /** Rows stored bottom-up. */
  readonly flip: boolean;
  /** Bytes before the first buffer. */
  readonly offset: number;
  /** 1 to 3. */
  readonly buffers: number;
  /** Bytes from one buffer to the next; 0 = one picture. */
  readonly stride: number;
  /** Where the u32 stands that names the newest buffer; `null` = always the first. */
  readonly indexOffset: number | null;
  /** One name for each buffer, or none. */
  readonly mutexes: readonly string[];
}

/** How luma and chroma become red, green and blue. */
export interface YuvCoding {
  readonly matrix: 'bt601' | 'bt709';
  readonly range: 'limited' | 'full';
}

export const defaultYuv: YuvCoding = { matrix: 'bt709', range: 'limited' };

/** How a source is to be read where its name and its bytes don't tell, or tell wrong. */
export interface Reading {
  readonly layout?: LayoutName;
  readonly raw?: RawDescription;
  readonly yuv?: YuvCoding;
  /** Of a pipe: what was not taken is overwritten, instead of waited for. */
  readonly latest?: true;
}

const yuvWords = {
  bt601: { matrix: 'bt601' },
  bt709: { matrix: 'bt709' },
  limited: { range: 'limited' },
  full: { range: 'full' },
} as const satisfies Record<string, Partial<YuvCoding>>;

/**
 * A reading in words, as `--layout` and the window's box take it:
 * `xwd`, `pipe latest`, `virtual-camera bt601 full`, `raw 640x480 NV12 pitch=704 offset=64 buffers=2 stride=… index=8 mutex=A mutex=B flip`.
 * @throws FramelatchError `usage`, naming the word that it does not understand
 */
export function parseReading(text: string): Reading {
  const [layout = '', ...words] = text.trim().split(/\s+/);
  if (!isLayoutName(layout)) refuse(text, `there is no layout '${layout}'`, `Choose one of ${layoutNames.join(', ')}.`);
  const rest = words.filter((word) => !isYuvWord(word));
  const coding = words.filter(isYuvWord);
  const yuv = coding.length ? { yuv: coding.reduce((sum, word) => ({ ...sum, ...yuvWords[word] }), defaultYuv) } : {};
  if (layout === 'raw') return { layout, raw: parseRaw(text, rest), ...yuv };
  if (layout === 'pipe' && rest.length === 1 && rest[0] === 'latest') return { layout, latest: true };
  if (rest[0] !== undefined) refuse(text, `'${rest[0]}' means nothing to the layout ${layout}`, 'Leave it out.');
  return { layout, ...yuv };
}

/** The words that {@link parseReading} understands. */
export function formatReading({ layout, raw, yuv, latest }: Reading): string {
  const words: string[] = layout ? [layout] : [];
  if (raw) words.push(...rawWords(raw));
  if (yuv) words.push(yuv.matrix, yuv.range);
  if (latest) words.push('latest');
  return words.join(' ');
}

const separator = ' as ';

/** What a user types to open a source: its name, or `NAME as READING`. */
export function parseSourceText(text: string): { readonly name: string; readonly reading: Reading } {
  const at = text.lastIndexOf(separator);
  const name = text.slice(0, at).trim();
  const words = text.slice(at + separator.length).trim();
  // A name may hold the word too: only a layout's name behind it makes it a reading.
  if (at < 0 || !name || !isLayoutName(words.split(/\s+/)[0] ?? '')) return { name: text, reading: {} };
  return { name, reading: parseReading(words) };
}

export function formatSourceText(name: string, reading: Reading): string {
  return reading.layout ? `${name}${separator}${formatReading(reading)}` : name;
}

// Of its own: `constructor` and the like belong to every object.
function isYuvWord(word: string): word is keyof typeof yuvWords {
  return Object.hasOwn(yuvWords, word);
}

function isLayoutName(word: string): word is LayoutName {
  return (layoutNames as readonly string[]).includes(word);
}

const formatsByName: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(dxgiFormats).map(([name, { number }]) => [name, number])),
  NV12: otherFormats.NV12,
};

function parseRaw(text: string, words: readonly string[]): RawDescription {
  const size = /^(\d{1,5})x(\d{1,5})$/i.exec(words[0] ?? '');
  const formatName = (words[1] ?? '').toUpperCase().replace(/^DXGI_FORMAT_/, '');
  const format = Object.hasOwn(formatsByName, formatName) ? formatsByName[formatName] : undefined;
  if (!size)
    return refuse(
      text,
      `found '${words[0] ?? ''}' for the size`,
      'Write it as WIDTHxHEIGHT, for example raw 640x480 NV12.',
    );
  if (format === undefined) {
    return refuse(
      text,
      `found '${words[1] ?? ''}' for the format`,
      `Choose one of ${Object.keys(formatsByName).join(', ')}.`,
    );
  }
  const numbers: Record<string, number> = {};
  const mutexes: string[] = [];
  let flip = false;
  for (const word of words.slice(2)) {
    const [, key = '', value = ''] = /^(pitch|offset|buffers|stride|index|mutex)=(.+)$/.exec(word) ?? [];
    if (word === 'flip') flip = true;
    else if (key === 'mutex') mutexes.push(value);
    else if (key && /^(\d{1,15}|0x[\da-f]{1,12})$/i.test(value)) numbers[key] = Number(value);
    else
      refuse(
        text,
        `'${word}' is no part of a raw description`,
        'Use pitch=, offset=, buffers=, stride=, index= with a number, mutex= with a name, or flip.',
      );
  }
  return {
    width: Number(size[1]),
    height: Number(size[2]),
    format,
    pitch: numbers['pitch'] ?? 0,
    flip,
    offset: numbers['offset'] ?? 0,
    buffers: numbers['buffers'] ?? buffersFor(mutexes),
    stride: numbers['stride'] ?? 0,
    indexOffset: numbers['index'] ?? null,
    mutexes,
  };
}

/** How many there are when nobody says: one for each mutex. */
function buffersFor(mutexes: readonly string[]): number {
  return Math.max(1, mutexes.length);
}

function rawWords(raw: RawDescription): string[] {
  const name = Object.keys(formatsByName).find((key) => formatsByName[key] === raw.format) ?? String(raw.format);
  return [
    `${raw.width}x${raw.height}`,
    name,
    ...(raw.pitch ? [`pitch=${raw.pitch}`] : []),
    ...(raw.offset ? [`offset=${raw.offset}`] : []),
    ...(raw.buffers > 1 || raw.buffers !== buffersFor(raw.mutexes) ? [`buffers=${raw.buffers}`] : []),
    ...(raw.stride ? [`stride=${raw.stride}`] : []),
    ...(raw.indexOffset === null ? [] : [`index=${raw.indexOffset}`]),
    ...raw.mutexes.map((mutex) => `mutex=${mutex}`),
    ...(raw.flip ? ['flip'] : []),
  ];
}

function refuse(target: string, reason: string, next: string): never {
  throw new FramelatchError({ code: 'usage', operation: 'read layout', target, reason, next });
}
