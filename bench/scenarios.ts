import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { MeasuredApp } from './app';
import { figures, quantile, row, skippedRow, type Row } from './figures';
import { cpuSeconds, stolenSeconds, treeMemoryBytes } from './processes';
import { BenchProducer, type Production } from './producer';

export interface BenchContext {
  /** Where the bench's own programs are. */
  readonly programs: string;
  readonly executable: string;
  readonly display: string;
  readonly isShort: boolean;
}

const fullHd = { width: 1920, height: 1080 };
const ultraHd = { width: 3840, height: 2160 };

interface Watched {
  readonly drawnShare: number;
  readonly drawnPerSecond: number;
  readonly torn: number;
  readonly dropped: number;
  readonly latenciesMs: readonly number[];
  readonly mainCpuPercent: number;
  readonly eventLoopP99Ms: number;
  /** The part of this machine's processors that its host gave to others meanwhile. */
  readonly stolenShare: number;
}

let nextId = process.pid * 10;

/** One producer, the packaged app in front of it, and what came of it. */
async function watch(
  context: BenchContext,
  production: Production,
  transport: 'ring' | 'port',
  during?: (app: MeasuredApp) => () => void,
): Promise<Watched> {
  const producer = new BenchProducer(context.programs, nextId++, production);
  await producer.ready();
  const app = await MeasuredApp.open({ ...context, transport, source: producer.id });
  try {
    await app.watchEventLoop();
    const cpuBefore = cpuSeconds(app.pid);
    const stolenBefore = stolenSeconds();
    const stop = during?.(app);
    const { produced, dropped, seconds } = await producer.produce();
    stop?.();
    const mainCpuPercent = ((cpuSeconds(app.pid) - cpuBefore) / seconds) * 100;
    const stolenShare = (stolenSeconds() - stolenBefore) / seconds / availableParallelism();
    const eventLoopP99Ms = await app.eventLoopP99();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { drawn, torn, latenciesMs } = await app.measurement();
    return {
      drawnShare: drawn / produced,
      drawnPerSecond: drawn / seconds,
      torn,
      dropped,
      latenciesMs,
      mainCpuPercent,
      eventLoopP99Ms,
      stolenShare,
    };
  } finally {
    await app.close();
    await producer.stop();
  }
}

async function repeated<T>(times: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let time = 0; time < times; time++) results.push(await run());
  return results;
}

const quietShare = 0.02;

/**
 * Runs until so many were quiet, with a bound: where a virtual machine shares its processors, a run says as much of its
 * neighbours as of us. Keeps those in which the host gave the least to others; what they measured plays no part in it.
 */
async function quietRuns(context: BenchContext, run: () => Promise<Watched>): Promise<readonly Watched[]> {
  const [wanted, most] = context.isShort ? [2, 3] : [3, 8];
  const runs: Watched[] = [];
  while (runs.length < most && runs.filter(({ stolenShare }) => stolenShare <= quietShare).length < wanted) {
    runs.push(await run());
  }
  const kept = runs.sort((a, b) => a.stolenShare - b.stolenShare).slice(0, wanted);
  const shares = kept.map(({ stolenShare }) => `${(stolenShare * 100).toFixed(1)} %`);
  process.stderr.write(`  kept ${wanted} of ${runs.length} runs; the host gave ${shares.join(', ')} to others\n`);
  return kept;
}

export async function copyRows({ programs, isShort }: BenchContext): Promise<Row[]> {
  const program = join(programs, 'framelatch_copy_bench');
  const rounds = isShort ? 300 : 1000;
  const runs = await repeated(isShort ? 3 : 5, async () => {
    const ring = `/dev/shm/framelatch-copy-bench-${process.pid}`;
    const { stdout, stderr, status } = spawnSync(program, [ring, '1920', '1080', String(rounds)], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the copy benchmark failed: ${stderr}`);
    return (JSON.parse(stdout) as { ratio: number }).ratio;
  });
  return [row(figures.copyToRing, runs)];
}

/** What a picture's facts add under the lock, at the most. */
export async function factRows({ programs, isShort }: BenchContext): Promise<Row[]> {
  const program = join(programs, 'framelatch_facts_bench');
  const ratioOf = (width: number, height: number) => {
    const args = [width, height, isShort ? 100 : 300].map(String);
    const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the benchmark of the facts failed: ${stderr}`);
    return (JSON.parse(stdout) as { ratio: number }).ratio;
  };
  const runs = await repeated(isShort ? 3 : 5, async () => [ratioOf(1920, 1080), ratioOf(3840, 2160)] as const);
  return [
    row(
      figures.facts1080p,
      runs.map(([ratio]) => ratio),
    ),
    row(
      figures.facts4k,
      runs.map(([, ratio]) => ratio),
    ),
  ];
}

interface LayoutFigures {
  readonly crc64: number;
  readonly nv12: number;
  readonly raw: number;
  readonly looksPerSecond: number;
  readonly framesOfAStillScreen: number;
}

/** The kernels of the other layouts, and a real X server's screen that nobody draws on. */
export async function layoutRows({ programs, isShort }: BenchContext): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-bench-'));
  const args = ['-displayfd', '1', '-nolisten', 'tcp', '-fbdir', folder, '-screen', '0', '1920x1080x24'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    await once(server.stdout, 'data');
    const program = join(programs, 'framelatch_layouts_bench');
    const runs = await repeated(isShort ? 3 : 5, async () => {
      const screen = join(folder, 'Xvfb_screen0');
      const { stdout, stderr, status } = spawnSync(program, [isShort ? '50' : '200', screen], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`the benchmark of the layouts failed: ${stderr}`);
      return JSON.parse(stdout) as LayoutFigures;
    });
    const of = (pick: (run: LayoutFigures) => number) => runs.map(pick);
    return [
      row(
        figures.crc64,
        of((run) => run.crc64),
      ),
      row(
        figures.nv12,
        of((run) => run.nv12),
      ),
      row(
        figures.rawRead,
        of((run) => run.raw),
      ),
      row(
        figures.screenLooks,
        of((run) => run.looksPerSecond),
      ),
      row(
        figures.stillScreen,
        of((run) => run.framesOfAStillScreen),
      ),
    ];
  } finally {
    const ended = once(server, 'exit');
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function fullHdRows(context: BenchContext): Promise<Row[]> {
  const frames = 60 * (context.isShort ? 10 : 20);
  const runs = await quietRuns(context, () => watch(context, { ...fullHd, fps: 60, frames }, 'ring'));
  const of = (pick: (run: Watched) => number) => runs.map(pick);
  return [
    row(
      figures.drawn1080p60,
      of((run) => run.drawnShare),
    ),
    row(
      figures.torn1080p60,
      of((run) => run.torn),
    ),
    row(
      figures.latencyP50,
      of((run) => quantile(run.latenciesMs, 0.5)),
    ),
    row(
      figures.latencyP99,
      of((run) => quantile(run.latenciesMs, 0.99)),
    ),
    row(
      figures.mainCpu,
      of((run) => run.mainCpuPercent),
    ),
    row(
      figures.eventLoopP99,
      of((run) => run.eventLoopP99Ms),
    ),
  ];
}

export async function ultraHdRows(context: BenchContext): Promise<Row[]> {
  const frames = 60 * (context.isShort ? 10 : 20);
  const runs = await quietRuns(context, () => watch(context, { ...ultraHd, fps: 60, frames }, 'ring'));
  return [
    row(
      figures.drawn4k60,
      runs.map((run) => run.drawnShare),
    ),
    row(
      figures.torn4k60,
      runs.map((run) => run.torn),
    ),
  ];
}

/** As fast as it goes: the producer is faster than either way, and both have the same time. */
export async function ringAgainstPortRows(context: BenchContext): Promise<Row[]> {
  const fps = 400;
  const production = { ...fullHd, fps, frames: fps * (context.isShort ? 8 : 15) };
  const runs = await repeated(context.isShort ? 1 : 3, async () => {
    const ring = await watch(context, production, 'ring');
    const port = await watch(context, production, 'port');
    return ring.drawnPerSecond / port.drawnPerSecond;
  });
  return [row(figures.ringAgainstPort, runs)];
}

export async function dropRows(context: BenchContext): Promise<Row[]> {
  const frames = context.isShort ? 2000 : 20_000;
  const { dropped } = await watch(context, { ...fullHd, fps: 240, frames }, 'ring');
  return [row(figures.producerDrops, [dropped])];
}

const warmUpMs = 60_000;
const memorySampleMs = 10_000;
const mebibyte = 1024 * 1024;

export async function memoryRows(context: BenchContext): Promise<Row[]> {
  if (context.isShort) return [skippedRow(figures.memoryGrowth, 'takes 10 minutes: left out of the short form')];
  const samples: number[] = [];
  await watch(context, { ...fullHd, fps: 60, frames: 60 * 660 }, 'ring', (app) => {
    const started = performance.now();
    const timer = setInterval(() => {
      if (performance.now() - started >= warmUpMs) samples.push(treeMemoryBytes(app.pid) / mebibyte);
    }, memorySampleMs);
    return () => clearInterval(timer);
  });
  // Medians of the first and the last minute: garbage comes and goes.
  const minute = 6;
  return [row(figures.memoryGrowth, [quantile(samples.slice(-minute), 0.5) - quantile(samples.slice(0, minute), 0.5)])];
}
