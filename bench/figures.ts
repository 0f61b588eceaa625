/** One figure that the product has to reach, as docs/performance.md and `--json` show it. */
export interface Figure {
  readonly id: string;
  readonly what: string;
  readonly unit: string;
  /** `>=0.98`, `<=7`, `==0`; null for what is measured to be known. */
  readonly target: string | null;
}

/** A measured row. `met` is null without a target, and with `value` when the run left the figure out. */
export interface Row extends Figure {
  readonly value: number | null;
  readonly met: boolean | null;
  /** Every run's value, in order; `value` is their median. */
  readonly runs: readonly number[];
  readonly skipped?: string;
}

export const figures = {
  copyToRing: {
    id: 'copy-ring-1080p',
    what: '1080p BGRA, region to RGBA in the ring slot, guarded, against memcpy to a heap buffer',
    unit: '× throughput',
    target: '>=0.90',
  },
  facts1080p: {
    id: 'facts-1080p',
    what: '1080p BGRA, black with alpha 0 everywhere: time under the lock, with the facts against without',
    unit: '× time',
    target: '<=1.03',
  },
  facts4k: {
    id: 'facts-4k',
    what: '4K BGRA, black with alpha 0 everywhere: time under the lock, with the facts against without',
    unit: '× time',
    target: '<=1.03',
  },
  stillApp: {
    id: 'rest-app-1080p',
    what: 'still 1080p hook in the app, after 14 s: all of its processes',
    unit: '% of a core',
    target: null,
  },
  stillAppMain: {
    id: 'rest-app-main-1080p',
    what: 'still 1080p hook in the app, after 14 s: main process',
    unit: '% of a core',
    target: null,
  },
  stillAppDrawn: {
    id: 'rest-app-drawn-1080p',
    what: 'still 1080p hook in the app, after 14 s: frames drawn',
    unit: 'frames',
    target: '==0',
  },
  crc64: {
    id: 'crc64',
    what: 'checked block: CRC-64 of 1 MiB, against a byte at a time',
    unit: '× throughput',
    target: '>=8',
  },
  nv12: {
    id: 'nv12-1080p',
    what: 'virtual camera: 1080p NV12 to RGBA, against a plain loop over pixels (-O2, not vectorised)',
    unit: '× throughput',
    target: '>=4',
  },
  rawRead: {
    id: 'raw-read-1080p',
    what: 'raw R8G8B8A8 of 1080p, read under its mutex, against memcpy',
    unit: '× throughput',
    target: '>=0.85',
  },
  screenLooks: {
    id: 'xvfb-looks-1080p',
    what: 'Xvfb 1920 × 1080: looks that a second has room for',
    unit: 'looks/s',
    target: '>=60',
  },
  stillScreen: {
    id: 'xvfb-still-1080p',
    what: 'Xvfb 1920 × 1080, unchanged for 3 s: frames sent (the first is one)',
    unit: 'frames',
    target: '==1',
  },
  drawn1080p60: { id: 'drawn-1080p60', what: '1080p60, 1:1: drawn / produced', unit: 'ratio', target: '>=0.99' },
  torn1080p60: { id: 'torn-1080p60', what: '1080p60, 1:1: torn frames', unit: 'frames', target: '==0' },
  drawn4k60: { id: 'drawn-4k60', what: '4K60, 1:1: drawn / produced', unit: 'ratio', target: '>=0.97' },
  torn4k60: { id: 'torn-4k60', what: '4K60, 1:1: torn frames', unit: 'frames', target: '==0' },
  latencyP50: {
    id: 'latency-p50-1080p60',
    what: '1080p60: release to drawn, p50',
    unit: 'ms',
    target: '<=7',
  },
  latencyP99: {
    id: 'latency-p99-1080p60',
    what: '1080p60: release to drawn, p99',
    unit: 'ms',
    target: '<=15',
  },
  mainCpu: { id: 'main-cpu-1080p60', what: '1080p60: main process CPU', unit: '% of a core', target: '<=20' },
  eventLoopP99: {
    id: 'event-loop-p99-1080p60',
    what: "1080p60: main process's event-loop delay, p99",
    unit: 'ms',
    target: '<=6',
  },
  ringAgainstPort: {
    id: 'ring-against-port-1080p',
    what: '1080p as fast as it goes: frames drawn by the ring / by the port',
    unit: '×',
    target: '>=4',
  },
  producerDrops: {
    id: 'producer-drops-240fps',
    what: "1080p240: producer's frames dropped because the reader held a lock",
    unit: 'frames',
    target: '==0',
  },
  memoryGrowth: {
    id: 'memory-growth-10min',
    what: '1080p60 for 10 minutes: growth of all processes after the first minute',
    unit: 'MB',
    target: '<=20',
  },
} as const satisfies Record<string, Figure>;

/** The row of a figure from its runs. */
export function row(figure: Figure, runs: readonly number[]): Row {
  const value = median(runs);
  const { target } = figure;
  return { ...figure, value, met: target === null ? null : meets(value, target), runs };
}

export function skippedRow(figure: Figure, reason: string): Row {
  return { ...figure, value: null, met: null, runs: [], skipped: reason };
}

/** The middle of the values, the mean of the middle two where their number is even. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The q-quantile by linear interpolation. @throws RangeError without values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('no values');
  return below + (above - below) * (position - Math.floor(position));
}

/** Whether a value reaches a target. @throws RangeError for a target in no known form. */
export function meets(value: number, target: string): boolean {
  const match = /^(>=|<=|==)(\d+(?:\.\d+)?)$/.exec(target);
  if (!match) throw new RangeError(`no such target: ${target}`);
  const bound = Number(match[2]);
  if (match[1] === '>=') return value >= bound;
  return match[1] === '<=' ? value <= bound : value === bound;
}
