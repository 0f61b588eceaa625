import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { row, type Row } from './figures';
import type { BenchContext } from './scenarios';

/* A pipe against shared memory, as docs/transports.md shows it. */

interface Measured {
  readonly transport: 'pipe' | 'memory' | 'memory-polled';
  readonly bytes: number;
  /** Sent as fast as it goes: messages that were sent, and that arrived. */
  readonly sentPerSecond: number;
  readonly perSecond: number;
  /** Of messages with pauses between them. */
  readonly p50Us: number;
  readonly p99Us: number;
  /** Processor time of both sides for such a message, and of one copy of its bytes. */
  readonly cpuUs: number;
  readonly copyUs: number;
  /** Messages that arrived after a newer one. */
  readonly older: number;
  /** Of a hundred, with a reader that rests 5 ms after each. */
  readonly slowLost: number;
}

const sizes = [
  ['64 B', 64],
  ['4 KiB', 4096],
  ['256 KiB', 256 * 1024],
  ['8 MiB', 8 * 1024 * 1024],
] as const;

const manyBytes = 1024 * 1024;

const names = {
  pipe: 'pipe',
  memory: 'memory, woken',
  'memory-polled': 'memory, polled',
} as const satisfies Record<Measured['transport'], string>;

export function transportRows({ programs, isShort }: BenchContext): Row[] {
  const program = join(programs, 'framelatch_transports_bench');
  const times = isShort ? 3 : 5;
  return sizes.flatMap(([size, bytes]) => {
    const runs = Array.from({ length: times }, () => measure(program, bytes, isShort ? 300 : 1000));
    return (['pipe', 'memory', 'memory-polled'] as const).flatMap((transport) => {
      const of = (id: string, what: string, unit: string, pick: (run: Measured) => number) => {
        const values = runs.flat().filter((run) => run.transport === transport);
        const figure = { id: `${transport}-${bytes}-${id}`, what: `${size}, ${names[transport]}: ${what}`, unit };
        return row({ ...figure, target: null }, values.map(pick));
      };
      return [
        of('sent', 'messages that are sent', '1/s', (run) => run.sentPerSecond),
        of('rate', 'messages that arrive', '1/s', (run) => run.perSecond),
        of('bandwidth', 'bytes that arrive', 'MB/s', (run) => (run.perSecond * bytes) / 1e6),
        of('p50', 'latency, p50', 'µs', (run) => run.p50Us),
        of('p99', 'latency, p99', 'µs', (run) => run.p99Us),
        of('cpu', 'processor time of both sides', 'µs', (run) => run.cpuUs),
        of('older', 'arrived after a newer one', 'messages', (run) => run.older),
        of('lost', 'of 100, lost by a slow reader', 'messages', (run) => run.slowLost),
        // Of small ones, all is overhead.
        ...(bytes >= manyBytes
          ? [of('copies', 'processor time of both sides, in copies of its bytes', '×', (run) => run.cpuUs / run.copyUs)]
          : []),
      ];
    });
  });
}

function measure(program: string, bytes: number, durationMs: number): Measured[] {
  const { stdout, stderr, status } = spawnSync(program, [String(bytes), String(durationMs)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the benchmark of the transports failed: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Measured);
}
