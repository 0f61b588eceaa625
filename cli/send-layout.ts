import { readFileSync } from 'node:fs';

import {
  CheckedBlockWriter,
  loadNative,
  RawWriter,
  SharedRegion,
  VirtualCameraWriter,
  XwdWriter,
  type PictureWriter,
} from '../engine/index';
import { dxgiFormatName, dxgiFormats, otherFormats, type DxgiFormatName } from '../protocol/dxgi';
import { FramelatchError } from '../protocol/errors';
import { defaultYuv, type RawDescription, type Reading } from '../protocol/reading';
import { forkServerSchema, parseSchema } from '../protocol/schema-text';
import { inPlaceOfLeftover } from './leftover';
import type { Size } from './options';
import { endSignal, paced } from './pace';
import { createPattern, type PatternName } from './patterns/patterns';
import { escapeText, print } from './text';

/** What `send` was asked for, where it is not a capture hook. */
export interface LayoutJob {
  readonly name: string | undefined;
  readonly reading: Reading;
  readonly size: Size;
  readonly fps: number;
  readonly pattern: PatternName;
  readonly frames: number;
  readonly text?: string;
  readonly maximum: number;
  readonly schema?: string;
  readonly values?: string;
}

/** Writes one of the other layouts until it is ended. */
export async function sendLayout(job: LayoutJob): Promise<void> {
  switch (job.reading.layout) {
    case 'checked-block':
      return sendBlock(job);
    case 'struct':
      return sendStruct(job);
    default:
      return sendPictures(job);
  }
}

async function sendPictures(job: LayoutJob): Promise<void> {
  const { reading, fps, frames, pattern } = job;
  const { writer, size, format, pitch, flip } = await inPlaceOfLeftover(loadNative(), () => pictureWriter(job));
  try {
    const moving = createPattern(pattern, { ...size, pitch, format, flip });
    await steps(fps, frames, (number) => {
      writer.publish(moving.next(number));
      // Whoever reads that it is there finds a picture.
      if (number === 1) print(`${escapeText(writer.name)}  ${reading.layout} ${size.width}x${size.height}`);
    });
  } finally {
    writer.close();
  }
}

/** One step where the rate is 0, then whatever it takes until somebody ends it. */
async function steps(fps: number, count: number, step: (number: number) => void): Promise<void> {
  const signal = endSignal();
  if (fps > 0) {
    await paced(fps, signal, (number) => {
      step(number);
      return number < count;
    });
    return;
  }
  step(1);
  const keepAlive = setInterval(() => {}, 60_000);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  clearInterval(keepAlive);
}

interface PictureJob {
  readonly writer: PictureWriter;
  readonly size: Size;
  /** Of the pattern that it is given. */
  readonly format: DxgiFormatName;
  readonly pitch: number;
  readonly flip: boolean;
}

function pictureWriter({ name, reading, size, fps }: LayoutJob): PictureJob {
  const { layout, raw, yuv = defaultYuv } = reading;
  const rgba = { format: 'R8G8B8A8_UNORM', flip: false } as const;
  if (layout === 'virtual-camera') {
    const writer = new VirtualCameraWriter(name ?? 'OBSVirtualCamVideo', { ...size, fps, yuv });
    return { writer, size, ...rgba, pitch: size.width * 4 };
  }
  if (layout === 'xwd') {
    const writer = new XwdWriter(required(name, 'a file’s path'), size.width, size.height);
    return { writer, size, format: 'B8G8R8X8_UNORM', pitch: size.width * 4, flip: false };
  }
  if (!raw) throw usage('send', 'found no description', "Give it, for example --layout 'raw 640x480 B8G8R8A8_UNORM'.");
  return rawJob(required(name, 'a name'), raw, yuv);
}

function rawJob(name: string, raw: RawDescription, yuv: typeof defaultYuv): PictureJob {
  const size = { width: raw.width, height: raw.height };
  if (raw.format === otherFormats.NV12) {
    const writer = new RawWriter(name, raw, (raw.width * raw.height * 3) / 2, yuv);
    return { writer, size, format: 'R8G8B8A8_UNORM', pitch: raw.width * 4, flip: raw.flip };
  }
  const format = dxgiFormatName(raw.format) as DxgiFormatName;
  const pitch = raw.pitch || raw.width * dxgiFormats[format].bytesPerPixel;
  return { writer: new RawWriter(name, raw, pitch * raw.height, null), size, format, pitch, flip: raw.flip };
}

async function sendBlock({ name, text = '', maximum, fps, frames }: LayoutJob): Promise<void> {
  const block = required(name, 'the block’s name');
  const writer = await inPlaceOfLeftover(loadNative(), () => new CheckedBlockWriter(block, maximum));
  try {
    // A number in the text counts: {n}.
    const content = (number: number) => new TextEncoder().encode(text.replaceAll('{n}', String(number)));
    await writer.write(content(1));
    print(`${escapeText(writer.mappingName)}  checked-block, at most ${maximum} bytes`);
    let last = Promise.resolve();
    let failure: unknown;
    await steps(text.includes('{n}') ? fps : 0, frames, (number) => {
      if (failure !== undefined) throw failure;
      if (number > 1) {
        last = last.then(() => writer.write(content(number))).catch((thrown: unknown) => void (failure = thrown));
      }
    });
    await last;
  } finally {
    writer.close();
  }
}

async function sendStruct(job: LayoutJob): Promise<void> {
  const { name = 'fork_server1', values, fps, frames } = job;
  const schema = parseSchema(job.schema === undefined ? forkServerSchema : readFileSync(job.schema, 'utf8'));
  if (job.schema !== undefined && values === undefined) {
    throw usage('send', 'found no values for the schema', 'Give them as JSON: --values \'{"a": 1}\'');
  }
  const given = values === undefined ? null : (JSON.parse(values, bigintsOf(schema)) as Record<string, unknown>);
  const region = await inPlaceOfLeftover(loadNative(), () => SharedRegion.create(name, schema.size));
  try {
    // As the document's server does it.
    const counted = (number: number) => ({ a: number, b: 0.1, c: 0.0000001, buffer: 'data copy' });
    const write = (number: number) =>
      schema.encodeTo({ write: (bytes, offset) => region.write(bytes, offset) }, given ?? counted(number));
    write(1);
    print(`${escapeText(name)}  struct, ${schema.size} bytes`);
    await steps(given ? 0 : fps, frames, write);
  } finally {
    region.close();
  }
}

/** 64-bit members take bigints, which JSON has not. */
function bigintsOf(schema: ReturnType<typeof parseSchema>): (key: string, value: unknown) => unknown {
  const wide = new Set(schema.members.filter(({ type }) => /^[iu]64/.test(type.name)).map((member) => member.name));
  return (key, value) => (wide.has(key) && Number.isSafeInteger(value) ? BigInt(value as number) : value);
}

function required(name: string | undefined, what: string): string {
  if (name !== undefined) return name;
  throw usage('send', `found no name, expected ${what}`, 'Put it behind `framelatch send`.');
}

function usage(target: string, reason: string, next: string): FramelatchError {
  return new FramelatchError({ code: 'usage', operation: 'read arguments of', target, reason, next });
}
