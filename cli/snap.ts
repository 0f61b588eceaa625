import type { Command } from 'commander';

import { unwritable } from '../engine/files/unwritable';
import { writeDescriptor, writeFileWhole } from '../engine/files/write-file';
import { createEngine, encodePng, type Picture, type Session } from '../engine/index';
import { describeState } from '../engine/explain';
import { codingText, pictureRemarks, pictureReport } from '../engine/explain-picture';
import { writeTargetOf } from '../engine/files/write-target';
import { dxgiFormatName } from '../protocol/dxgi';
import type { FrameHeader } from '../protocol/frame';
import type { SessionUpdate } from '../protocol/session';
import { after } from '../engine/timer';
import { FramelatchError } from '../protocol/errors';
import { receiveFrames } from './frames';
import { layoutOption, positiveNumber, sourceArgument, withLayout } from './options';
import { requireBinaryOutput } from './standard-output';
import { escapeText, print, printNote } from './text';

interface SnapOptions {
  readonly layout?: string;
  readonly out: string;
  readonly new?: true;
  readonly alpha?: true;
  readonly timeout: number;
  readonly json?: true;
}

export function addSnapCommand(program: Command): void {
  program
    .command('snap')
    .description('Write the current frame as a PNG: upright, 8-bit sRGB, opaque')
    .argument('<name>', sourceArgument)
    .addOption(layoutOption())
    .requiredOption('--out <file.png>', 'where to; - for standard output')
    .option('--new', 'take the next frame instead of the current one')
    .option('--alpha', 'keep the alpha channel as it is stored')
    .option('--timeout <s>', 'give up after so many seconds', positiveNumber, 5)
    .option('--json', 'print what the picture is, or why there is none, as one JSON object')
    .action(snap);
}

async function snap(name: string, options: SnapOptions): Promise<void> {
  if (options.out === '-') requireBinaryOutput(process.stdout.isTTY);
  const engine = createEngine();
  const source = withLayout(name, options.layout);
  const session = await engine.openSource(source, { alpha: options.alpha ? 'stored' : 'opaque' });
  try {
    // An absent or unreadable mapping is told at once, not after the timeout.
    await engine.inspect(await engine.resolve(source));
    const { header, pixels } = await takePicture(session, options);
    const png = await encodePng({
      width: header.width,
      height: header.height,
      pixels,
      keepAlpha: options.alpha === true,
    });
    await write(options.out, png);
    report(options, header, session.update());
  } finally {
    engine.close();
  }
}

/** What the picture is besides its pixels, and where it went. */
function report({ out, json }: SnapOptions, header: FrameHeader, { reading, state }: SessionUpdate): void {
  const { width, height, suspect } = header;
  const { picture, coding } = pictureReport(header, reading);
  if (json) {
    const told = { path: out, width, height, format: dxgiFormatName(header.format), suspect, picture, coding, state };
    // Where the picture itself goes to standard output, nothing else may.
    const say = out === '-' || isStandardOutput(out) ? printNote : print;
    return say(JSON.stringify(told));
  }
  if (suspect)
    printNote('Warning: this frame is suspect; its writer died or went on while it was copied, it may be torn.');
  const remarks = pictureRemarks(picture);
  if (remarks.length) printNote(`Note: the picture is ${remarks.join(', ')}.`);
  if (coding && (coding.assumed || 'transfer' in coding)) {
    const choice = 'matrix' in coding ? '; --layout with bt601 or full says otherwise' : '';
    printNote(`Note: its colours are read as ${codingText(coding)}${choice}.`);
  }
  if (state.kind === 'producer-gone' || state.kind === 'stalled') printNote(`Note: ${describeState(state)}`);
  if (out !== '-') printNote(`${width}x${height} written to ${escapeText(out)}`);
}

function isStandardOutput(path: string): boolean {
  try {
    const target = writeTargetOf(path);
    return target.kind === 'descriptor' && target.descriptor === process.stdout.fd;
  } catch {
    return false;
  }
}

/** The first picture that the session gives, or with --new the one after it. */
function takePicture(session: Session, { new: next, timeout }: SnapOptions): Promise<Picture> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      cancelTimer();
      stop();
      stopStatus();
      settle();
    };
    const wanted = next ? 2 : 1;
    let seen = 0;
    const stop = receiveFrames(session, ({ header, pixels }) => {
      seen += 1;
      if (seen === wanted) finish(() => resolve({ header, pixels: pixels.slice() }));
    });
    const stopStatus = session.onStatus(({ error }) => {
      if (error && !next) finish(() => reject(new FramelatchError(error)));
    });
    const cancelTimer = after(timeout * 1000, () => finish(() => reject(noFrame(session, timeout))));
  });
}

function noFrame(session: Session, seconds: number): FramelatchError {
  return new FramelatchError({
    code: 'no-frame',
    operation: 'snap',
    target: session.name,
    reason: `no frame within ${seconds} s: ${describeState(session.update().state)}`,
    next: '`framelatch inspect` shows the header, the mutexes and the producer.',
  });
}

/** Standard output is whatever it is redirected to, a full disk included. */
async function write(path: string, png: Uint8Array): Promise<void> {
  if (path !== '-') return writeFileWhole(path, png);
  try {
    await writeDescriptor(process.stdout.fd, png);
  } catch (thrown) {
    throw unwritable('standard output', thrown);
  }
}
