import { spawn, type ChildProcess } from 'node:child_process';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { loadNative, type SourceReader } from '../../native/index';
import { root } from '../support/paths';
import { isOneColour } from './kinds';
import { seededRandom } from './random';
import { Tally } from './tally';

/*
 * The storm inside a Windows Node: producers end by TerminateProcess at random moments, readers too, while a reader of this
 * process looks on. scripts/lib/storm-windows.mjs starts it and counts, from outside, what this process holds meanwhile:
 * each phase is told in a line of its own. `writeSync`, because a file is the one standard output that Wine gives.
 */

const programs = join(root, 'out', 'native', 'win32-x64');
const largestFrame = 640 * 360 * 4;
const recoversWithinMs = 60_000;
const measureMs = 4000;

interface Kind {
  readonly title: string;
  readonly source: string;
  /** Whether an RGBA picture of that width is of one frame. */
  readonly isWhole: (pixels: Uint8Array, width: number) => boolean;
  readonly command: readonly [program: string, ...args: string[]];
}

const kinds: readonly Kind[] = [
  {
    title: 'hook',
    isWhole: isOneColour,
    source: 'CaptureHook_HookInfo4101',
    command: ['fault_producer.exe', 'resize', 'CaptureHook', '4101'],
  },
  {
    title: 'game',
    isWhole: isOneColour,
    source: 'GameCapture_HookInfo4102',
    command: ['fault_producer.exe', 'capture', 'GameCapture', '4102'],
  },
  { title: 'sdk', isWhole: isGradient, source: 'CaptureHook_HookInfo4103', command: ['sdk_producer.exe', '4103'] },
];

/** What sdk/examples/producer.c draws: its number is in every pixel. A row in eight is enough to see a seam. */
function isGradient(pixels: Uint8Array, width: number): boolean {
  const number = pixels[0] ?? 0;
  const pitch = width * 4;
  for (let row = 0; row * pitch < pixels.length; row += 8) {
    for (let at = row * pitch, x = 0; x < width; at += 4, x += 1) {
      if (pixels[at] !== number) return false;
      if (pixels[at + 1] !== ((row + 2 * number) & 255) || pixels[at + 2] !== ((x + number) & 255)) return false;
    }
  }
  return true;
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

/** Looks at every pixel of a source's frames. */
class Onlooker {
  readonly reader: SourceReader;
  frames = 0;
  #sequence = 0;

  constructor({ title, source, isWhole }: Kind, tally: Tally) {
    const buffers = [new ArrayBuffer(largestFrame), new ArrayBuffer(largestFrame)];
    this.reader = loadNative().openReader(
      { name: source, alpha: 'stored' },
      {
        onFrame: ({ slot, header }) => {
          const pixels = new Uint8Array(buffers[slot] ?? new ArrayBuffer(0), 0, header.width * header.height * 4);
          this.frames += 1;
          tally.framesSeen += 1;
          if (header.suspect) tally.framesSuspect += 1;
          else if (!isWhole(pixels, header.width)) tally.count('tornUnmarked', `${title}, frame ${header.sequence}`);
          if (header.sequence <= this.#sequence) tally.count('orderBackwards', `${title}, frame ${header.sequence}`);
          this.#sequence = header.sequence;
          this.reader.release(slot);
        },
        onStatus: () => {},
      },
    );
    this.reader.useBuffers(buffers);
  }
}

async function startProducer({ title, command }: Kind): Promise<ChildProcess> {
  const [program, ...args] = command;
  const child = spawn(join(programs, program), args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const { done } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (done) throw new Error(`the ${title} producer did not start`);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function killProducers(kind: Kind, count: number, tally: Tally, random: () => number): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    const child = await startProducer(kind);
    await sleep(random() * 250);
    await end(child);
    tally.killed(kind.title);
  }
}

async function killReaders(kind: Kind, tally: Tally, random: () => number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const child = spawn(process.execPath, [__filename, '--read', kind.source], { stdio: 'ignore' });
    await sleep(500 + random() * 2500);
    if (child.exitCode !== null) tally.count('crashes', `the reader of ${kind.title} ended with ${child.exitCode}`);
    else {
      await end(child);
      tally.killed('reader');
    }
  }
}

/** Every source is seen again; then what this process holds is measured from outside. */
async function steady(phase: string, onlookers: readonly Onlooker[], tally: Tally): Promise<void> {
  const producers = await Promise.all(kinds.map(startProducer));
  const wanted = onlookers.map(({ frames }) => frames + 20);
  const deadline = Date.now() + recoversWithinMs;
  const areSeen = () => onlookers.every(({ frames }, index) => frames >= (wanted[index] ?? 0));
  while (!areSeen() && Date.now() < deadline) await sleep(50);
  onlookers.forEach(({ frames, reader }, index) => {
    const status = `${kinds[index]?.title} is ${reader.status().phase} beside a steady producer`;
    if (frames < (wanted[index] ?? 0)) tally.count('neverRecovered', status);
  });
  say(`measure ${phase}`);
  await sleep(measureMs);
  say(`measured ${phase}`);
  await Promise.all(producers.map(end));
}

async function storm(count: number, seed: number): Promise<Tally> {
  const tally = new Tally();
  const random = seededRandom(seed);
  const onlookers = kinds.map((kind) => new Onlooker(kind, tally));
  const job = { isOver: false };
  await steady('before', onlookers, tally);
  const readers = kinds.map((kind) => killReaders(kind, tally, random, () => job.isOver));
  const each = Math.ceil(count / kinds.length);
  await Promise.all(kinds.map((kind) => killProducers(kind, each, tally, random)));
  job.isOver = true;
  await Promise.all(readers);
  await steady('after', onlookers, tally);
  for (const { reader } of onlookers) reader.close();
  return tally;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      read: { type: 'string' },
    },
  });
  if (values.read !== undefined) {
    const onlookers = kinds
      .filter(({ source }) => source === values.read)
      .map((kind) => new Onlooker(kind, new Tally()));
    setInterval(() => onlookers.length, 1000);
    return;
  }
  const started = performance.now();
  const tally = await storm(Number(values.kills), Number(values.seed));
  say(`tally ${JSON.stringify({ ...tally, seconds: (performance.now() - started) / 1000, notes: tally.notes })}`);
}

main().catch((thrown: unknown) => {
  say(thrown instanceof Error ? String(thrown.stack) : String(thrown));
  process.exit(1);
});
