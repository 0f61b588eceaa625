import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Task, TaskWorker } from '../engine/index';
import { MeasuredApp, type AppStart } from './app';
import { figures, row, type Figure, type Row } from './figures';
import { cpuNanoseconds, treeOf } from './processes';
import { BenchProducer } from './producer';
import type { BenchContext } from './scenarios';

/* What sources cost on which nothing happens: the processor time of the whole process that watches one. */

/** Until a program runs and has done its first. */
const startMs = 3000;
const settleMs = 14_000;
const spanMs = 15_000;
/** Watched at a time. */
const atOnce = 4;

const cli = join('cli', 'bin.mjs');
const name = (purpose: string) => `FramelatchRest${process.pid}${purpose}`;
const number = (offset: number) => String(process.pid * 100 + offset);

interface StillSource {
  readonly what: string;
  /** Arguments of a command that is its producer, running until it is ended. */
  readonly send?: readonly string[];
  /** The number of a loaded hook that nobody asks for frames (test/producers/hook.py). */
  readonly idleHook?: string;
  /** Ended by SIGKILL as soon as the watching began. */
  readonly dies?: true;
  /** Arguments of the command that watches. */
  readonly watch: readonly string[];
  readonly isLarge?: true;
}

const hook = (what: string, size: string, id: string): StillSource => ({
  what: `hook, ${what}`,
  send: [id, '--size', size, '--fps', '0'],
  watch: ['watch', id],
});

const layout = (what: string, source: string, words: string, size: string): StillSource => ({
  what,
  send: [source, '--layout', words, ...(size ? ['--size', size] : []), '--fps', '0'],
  watch: ['watch', `${source} as ${words}`],
});

function stillSources(folder: string): readonly StillSource[] {
  return [
    hook('64 × 64', '64x64', number(1)),
    hook('1080p', '1920x1080', number(2)),
    hook('4K', '3840x2160', number(3)),
    { ...hook('8K', '7680x4320', number(4)), isLarge: true },
    layout('raw without a lock, 1080p', name('Raw'), 'raw 1920x1080 B8G8R8A8_UNORM', ''),
    { ...layout('raw without a lock, 8K', name('Raw8K'), 'raw 7680x4320 B8G8R8A8_UNORM', ''), isLarge: true },
    layout('virtual camera, 1080p', name('Camera'), 'virtual-camera', '1920x1080'),
    layout('X screen (XWD), 4K', join(folder, 'screen.xwd'), 'xwd', '3840x2160'),
    {
      what: 'checked block, 1 MiB',
      send: [name('Block'), '--layout', 'checked-block', '--maximum', '1048576', '--text', 'still'],
      watch: ['read', `ShareMemoryMap-${name('Block')}`, '--follow'],
    },
    {
      what: 'pipe, 1080p',
      send: ['--pipe', name('Pipe'), '--size', '1920x1080', '--fps', '0.001'],
      watch: ['watch', `pipe:${name('Pipe')}`],
    },
    { ...hook('1080p, whose producer was killed', '1920x1080', number(5)), dies: true },
    { what: 'idle hook', idleHook: number(6), watch: ['watch', number(6), '--wait'] },
    { what: 'mapping that is waited for', watch: ['watch', name('Absent'), '--wait'] },
    { what: 'program that is waited for', watch: ['watch', `program:${name('Game')}.exe`, '--wait'] },
  ];
}

/** Each watched by the command line, some at a time. */
export async function restRows(context: BenchContext): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-rest-'));
  try {
    const sources = stillSources(folder).filter(({ isLarge }) => !isLarge || !context.isShort);
    const shares: number[] = [];
    for (let first = 0; first < sources.length; first += atOnce) {
      shares.push(...(await Promise.all(sources.slice(first, first + atOnce).map(shareOf))));
    }
    const rows = sources.map(({ what }, index) => row(figureOf(what), [shares[index] ?? NaN]));
    return [...rows, row(figureOf('task'), [await shareOfTask()])];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figureOf(what: string): Figure {
  const id = `rest-${what.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  return { id, what: `still ${what}, after 14 s: the watching process`, unit: '% of a core', target: '<=1' };
}

/** Percent of a core. */
async function shareOf({ what, send, idleHook, dies, watch }: StillSource): Promise<number> {
  const producer = startProducer(send, idleHook);
  await sleep(startMs);
  const watching = startCommand(watch);
  try {
    await sleep(startMs);
    if (dies) producer?.kill('SIGKILL');
    await sleep(settleMs);
    return await percentOver(spanMs, watching, what);
  } finally {
    await Promise.all([producer, watching].map((child) => child && end(child)));
    if (dies && send?.[0]) spawnSync(process.execPath, [cli, 'clean', '--force', send[0]]);
  }
}

function startProducer(send: StillSource['send'], idleHook: StillSource['idleHook']): ChildProcess | null {
  if (send) return startCommand(['send', ...send]);
  return idleHook === undefined ? null : start('python3', [join('test', 'producers', 'hook.py'), idleHook]);
}

async function shareOfTask(): Promise<number> {
  const task = Task.create(name('Task'), 1024);
  const worker = TaskWorker.open(name('Task'));
  const watching = startCommand(['read', name('Task'), '--follow']);
  try {
    await sleep(settleMs);
    return await percentOver(spanMs, watching, 'task');
  } finally {
    await end(watching);
    worker.close();
    task.close();
  }
}

async function percentOver(ms: number, { pid, exitCode }: ChildProcess, what: string): Promise<number> {
  if (pid === undefined || exitCode !== null || !existsSync(`/proc/${pid}/task`))
    throw new Error(`${what}: nobody watches`);
  const [began, used] = [performance.now(), cpuNanoseconds(pid)];
  await sleep(ms);
  const percent = (cpuNanoseconds(pid) - used) / (performance.now() - began) / 1e4;
  process.stderr.write(`  ${what}: ${percent.toFixed(2)} %\n`);
  return percent;
}

function startCommand(words: readonly string[]): ChildProcess {
  return start(process.execPath, [cli, ...words]);
}

/** The hook ends with its standard input. */
function start(program: string, args: readonly string[]): ChildProcess {
  return spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** The packaged app in front of a picture that stands: as users have it, then with somebody who counts what is drawn. */
export async function restAppRows(context: BenchContext): Promise<Row[]> {
  const picture = { width: 1920, height: 1080, fps: 60, frames: 1 };
  const producer = new BenchProducer(context.programs, process.pid * 10 + 9, picture);
  await producer.ready();
  const appStart = { ...context, transport: 'ring', source: producer.id } as const;
  try {
    const [all, main] = await withApp({ ...appStart, isPlain: true }, percentOfApp);
    const drawn = await withApp(appStart, drawnFrames);
    return [row(figures.stillApp, [all]), row(figures.stillAppMain, [main]), row(figures.stillAppDrawn, [drawn])];
  } finally {
    await producer.stop();
  }
}

async function withApp<T>(appStart: AppStart, body: (app: MeasuredApp) => Promise<T>): Promise<T> {
  const app = await MeasuredApp.open(appStart);
  try {
    await sleep(settleMs);
    return await body(app);
  } finally {
    await app.close();
  }
}

/** Of a core: all of its processes, and the main process alone. */
async function percentOfApp({ pid }: MeasuredApp): Promise<readonly [all: number, main: number]> {
  const pids = treeOf(pid);
  const [began, used] = [performance.now(), pids.map(cpuNanoseconds)];
  await sleep(spanMs);
  const spent = pids.map((each, index) => cpuNanoseconds(each) - (used[index] ?? 0));
  const percent = (nanoseconds: number) => nanoseconds / (performance.now() - began) / 1e4;
  return [percent(spent.reduce((sum, each) => sum + each, 0)), percent(spent[pids.indexOf(pid)] ?? NaN)];
}

async function drawnFrames(app: MeasuredApp): Promise<number> {
  const before = (await app.measurement()).drawn;
  await sleep(spanMs);
  return (await app.measurement()).drawn - before;
}
