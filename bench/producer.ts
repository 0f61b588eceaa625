import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

export interface Production {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly frames: number;
}

export interface Produced {
  readonly produced: number;
  /** Frames that both buffers were too busy for. */
  readonly dropped: number;
  readonly seconds: number;
}

/** The paced, stamping producer (native/bench/producer.cc) as a process of its own. */
export class BenchProducer {
  readonly id: number;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(programs: string, id: number, { width, height, fps, frames }: Production) {
    this.id = id;
    const numbers = ['--id', id, '--size', `${width}x${height}`, '--fps', fps, '--frames', frames].map(String);
    this.#child = spawn(join(programs, 'framelatch_bench_producer'), [...numbers, '--start-on-stdin'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /** The mapping is there, with frame 0 in it. */
  async ready(): Promise<void> {
    if ((await this.#lines.next()).value !== 'ready') throw new Error('the bench producer did not start');
  }

  /** Lets it produce; resolves when it has. Its last picture stays until `stop`. */
  async produce(): Promise<Produced> {
    this.#child.stdin?.write('\n');
    const { value } = await this.#lines.next();
    return JSON.parse(value ?? 'null') as Produced;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin?.end();
    await ended;
  }
}
