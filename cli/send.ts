import { type Command, Option } from 'commander';

import type { NativeDialect } from '../engine/index';
import type { DxgiFormatName } from '../protocol/dxgi';
import { parseReading, type Reading } from '../protocol/reading';
import { sendKindOf, wrongUsage } from './option-rules';
import {
  formatName,
  nonNegativeNumber,
  positiveNumber,
  positiveWholeNumber,
  sentLayoutOption,
  size,
  wholeNumber,
  type Size,
} from './options';
import { patternNames, type PatternName } from './patterns/patterns';
import { sendBlock, sendStruct } from './send-content';
import { defaultFps, sendPictures } from './send-pictures';
import { openHookSink } from './sinks/hook';
import { openLayoutSink } from './sinks/layout';
import { openPipeSink } from './sinks/pipe';
import type { PictureSink } from './sinks/sink';

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
  readonly seconds?: number;
  readonly stdin?: true;
}

const defaultSize: Size = { width: 1280, height: 720 };

export function addSendCommand(program: Command): void {
  program
    .command('send')
    .description('Be a producer: write frames into a mapping as a capture hook does, or as another layout has them')
    .argument('[name]', 'a hook’s number (this process’s pid by default); another layout’s name, or a file’s path')
    .addOption(sentLayoutOption())
    .addOption(
      new Option('--dialect <name>', 'whose names and header')
        .choices(['CaptureHook', 'GameCapture'])
        .default('CaptureHook'),
    )
    .addOption(new Option('--size <WxH>', 'in pixels').argParser(size).default(defaultSize, '1280x720'))
    .option(
      '--fps <n>',
      `frames a second; ${defaultFps} by default, with --stdin as they come; 0 = one still frame, over a pipe as fast as it goes`,
      nonNegativeNumber,
    )
    .option('--format <name>', 'DXGI format', formatName, 'B8G8R8A8_UNORM')
    .option('--flip', 'store rows bottom-up, as OpenGL does')
    .option('--pad <bytes>', 'bytes after each row', wholeNumber, 0)
    .addOption(new Option('--pattern <name>', 'what to show').choices(patternNames).default('bars'))
    .option('--frames <n>', 'end after so many frames', positiveWholeNumber)
    .option('--seconds <s>', 'end after so many seconds', positiveNumber)
    .option(
      '--stdin',
      'take frames from standard input, top row first without padding, in the stored format (NV12 for a virtual camera); a struct’s bytes; or all of a checked block',
    )
    .option('--pipe <name>', 'send over a pipe instead of a mapping: nothing is lost, and viewers set the pace')
    .option('--text <text>', 'the content of a checked block; {n} in it counts')
    .option('--maximum <bytes>', 'bytes that a checked block may hold', positiveWholeNumber, 4096)
    .option('--schema <file>', 'a struct’s members, one a line as C writes them; fork_server1’s by default')
    .option('--values <json>', 'a struct’s values')
    .action(send);
}

/** Which options go together was checked before (option-rules.ts). */
async function send(name: string | undefined, options: SendOptions, command: Command): Promise<void> {
  const { layout, frames = Infinity } = options;
  const reading = layout === undefined ? {} : parseReading(layout);
  const kind = sendKindOf({ ...options });
  const job = { ...options, name, frames, fromInput: options.stdin === true };
  if (kind === 'checked-block') return sendBlock(job);
  if (kind === 'struct') return sendStruct(job);
  const isPaced = kind === 'pipe';
  if (options.fps === 0 && frames > 1 && frames < Infinity && !isPaced && !job.fromInput) {
    throw wrongUsage('send', `with --fps 0 there is one frame, not ${frames}`, 'Give a rate, or leave --frames out.');
  }
  if (command.getOptionValueSource('size') === 'cli') checkSize(options.size, reading);
  return sendPictures(await openSink(kind, name, options, reading), { ...job, isPaced });
}

function openSink(
  kind: string,
  name: string | undefined,
  options: SendOptions,
  reading: Reading,
): Promise<PictureSink> {
  const hook = { ...options, flip: options.flip === true };
  if (options.pipe !== undefined) return openPipeSink(options.pipe, hook);
  if (kind !== 'hook') {
    const { fps = defaultFps, stdin } = options;
    return openLayoutSink(name, { reading, size: options.size, fps, fromOutside: stdin === true });
  }
  return openHookSink(name, { ...hook, dialect: reading.layout === 'game-capture' ? 'GameCapture' : options.dialect });
}

/** A raw description says its size itself. */
function checkSize({ width, height }: Size, { raw }: Reading): void {
  if (!raw || (raw.width === width && raw.height === height)) return;
  throw wrongUsage(
    'send',
    `found --size ${width}x${height} beside a description of ${raw.width}x${raw.height}`,
    'Leave --size out: the description says it.',
  );
}
