import { type Command, Option } from 'commander';

import { loadNative, type NativeDialect, type SourceWriter } from '../engine/index';
import { dxgiFormats, type DxgiFormatName } from '../protocol/dxgi';
import { FramelatchError } from '../protocol/errors';
import { parseReading } from '../protocol/reading';
import { inPlaceOfLeftover } from './leftover';
import { formatName, layoutOption, nonNegativeNumber, positiveNumber, size, wholeNumber, type Size } from './options';
import { endSignal, paced } from './pace';
import { createPattern, patternNames, type PatternName } from './patterns/patterns';
import { sendLayout } from './send-layout';
import { sendOverPipe } from './send-pipe';
import { sendStandardInput } from './send-stdin';
import { print } from './text';

interface SendOptions {
  readonly layout?: string;
  readonly pipe?: string;
  readonly text?: string;
  readonly maximum: number;
  readonly schema?: string;
  readonly values?: string;
  readonly dialect: NativeDialect;
  readonly size: Size;
  readonly fps?: number;
  readonly format: DxgiFormatName;
  readonly flip?: true;
  readonly pad: number;
  readonly pattern: PatternName;
  readonly frames?: number;
  readonly stdin?: true;
}

const defaultFps = 60;

export interface SendCounts {
  sent: number;
  dropped: number;
}

export function addSendCommand(program: Command): void {
  program
    .command('send')
    .description('Be a producer: write frames into a mapping as a capture hook does, or as another layout has them')
    .argument('[name]', 'a hook’s number (this process’s pid by default); another layout’s name, or a file’s path')
    .addOption(layoutOption())
    .addOption(
      new Option('--dialect <name>', 'whose names and header')
        .choices(['CaptureHook', 'GameCapture'])
        .default('CaptureHook'),
    )
    .addOption(
      new Option('--size <WxH>', 'in pixels').argParser(size).default({ width: 1280, height: 720 }, '1280x720'),
    )
    .option(
      '--fps <n>',
      `frames a second; ${defaultFps} by default, with --stdin as they come; 0 = one still frame`,
      nonNegativeNumber,
    )
    .option('--format <name>', 'DXGI format', formatName, 'B8G8R8A8_UNORM')
    .option('--flip', 'store rows bottom-up, as OpenGL does')
    .option('--pad <bytes>', 'bytes after each row', wholeNumber, 0)
    .addOption(new Option('--pattern <name>', 'what to show').choices(patternNames).default('bars'))
    .option('--frames <n>', 'end after so many frames', positiveNumber)
    .option('--stdin', 'take raw frames from standard input, each of exactly width * height pixels')
    .option('--pipe <name>', 'send over a pipe instead of a mapping: nothing is lost, and viewers set the pace')
    .option('--text <text>', 'the content of a checked block; {n} in it counts')
    .option('--maximum <bytes>', 'bytes that a checked block may hold', wholeNumber, 4096)
    .option('--schema <file>', 'a struct’s members, one a line as C writes them; fork_server1’s by default')
    .option('--values <json>', 'a struct’s values')
    .action(send);
}

async function send(name: string | undefined, options: SendOptions): Promise<void> {
  const { layout, frames = Infinity, fps = defaultFps } = options;
  if (options.pipe !== undefined) return sendOverPipe(options.pipe, { ...options, frames, fps });
  const reading = layout === undefined ? {} : parseReading(layout);
  const isHook = !reading.layout || reading.layout === 'capture-hook' || reading.layout === 'game-capture';
  if (!isHook) return sendLayout({ ...options, name, reading, frames, fps });
  const dialect = reading.layout === 'game-capture' ? 'GameCapture' : options.dialect;
  return sendHook(hookNumber(name), { ...options, dialect });
}

function hookNumber(name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  if (/^\d{1,15}$/.test(name)) return Number(name);
  throw new FramelatchError({
    code: 'usage',
    operation: 'read arguments of',
    target: 'send',
    reason: `found '${name}', expected a whole number for a capture hook`,
    next: 'Give a number, or another layout with --layout.',
  });
}

async function sendHook(id: number | undefined, options: SendOptions): Promise<void> {
  const { width, height } = options.size;
  const { number: format, bytesPerPixel } = dxgiFormats[options.format];
  const pitch = width * bytesPerPixel + options.pad;
  const { dialect, flip = false } = options;
  const native = loadNative();
  const writer = await inPlaceOfLeftover(native, () =>
    native.openWriter({ dialect, id: id ?? process.pid, width, height, pitch, format, flip }),
  );
  const counts: SendCounts = { sent: 0, dropped: 0 };
  try {
    print(`${writer.hookInfoName}  ${width}x${height} ${options.format}, pitch ${pitch}`);
    await (options.stdin ? sendPiped(writer, options, counts) : sendPattern(writer, options, counts));
    print(`${counts.sent} frames sent, ${counts.dropped} dropped because both buffers were being read`);
  } finally {
    writer.close();
  }
}

async function sendPattern(writer: SourceWriter, options: SendOptions, counts: SendCounts): Promise<void> {
  const { size: shape, format, flip = false, frames = Infinity } = options;
  const pattern = createPattern(options.pattern, { ...shape, pitch: writer.pitch, format, flip });
  const signal = endSignal();
  const step = (number: number) => {
    count(writer.publish(pattern.next(number)), counts);
    return number < frames;
  };
  const fps = options.fps ?? defaultFps;
  if (fps > 0) return paced(fps, signal, step);
  step(1);
  // A still picture stays until somebody ends it; the timer keeps the process.
  const keepAlive = setInterval(() => {}, 60_000);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  clearInterval(keepAlive);
}

async function sendPiped(writer: SourceWriter, options: SendOptions, counts: SendCounts): Promise<void> {
  const { size: shape, format, fps, frames } = options;
  const left = await sendStandardInput({
    rowBytes: shape.width * dxgiFormats[format].bytesPerPixel,
    rows: shape.height,
    pitch: writer.pitch,
    flip: options.flip === true,
    ...(fps ? { fps } : {}),
    ...(frames === undefined ? {} : { frames }),
    publish: (pixels) => count(writer.publish(pixels), counts),
  });
  if (left === 0) return;
  throw new FramelatchError({
    code: 'usage',
    operation: 'read',
    target: 'standard input',
    reason: `it ended with ${left} bytes of an unfinished frame after ${counts.sent} whole ones`,
    next: `Check that --size and --format are what the other side writes (${options.format} here).`,
  });
}

function count(buffer: number, counts: SendCounts): void {
  if (buffer < 0) counts.dropped += 1;
  else counts.sent += 1;
}
