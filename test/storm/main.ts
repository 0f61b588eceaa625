import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { finish } from '../support/processes';
import { cliScript } from '../support/paths';
import { kindNames, sourceOf, wholeHashes, type Kind } from './kinds';
import { runToItsKill, SteadyProducer } from './producers';
import { seededRandom } from './random';
import { readUntilKilled } from './reader';
import { settledResources, type Resources } from './resources';
import { Tally } from './tally';
import { killReaders } from './victim-reader';
import { Watcher } from './watcher';
import { Window } from './window';

/*
 * The kill storm: producers of three kinds, readers and the window's renderer are killed at random points while `watch`
 * and a window look on. scripts/storm.mjs builds what this runs and gives it a shared memory folder of its own.
 */

const sharedMemory = '/dev/shm';
// From the first object to the middle of the second resize, or so.
const mostSteps = 1500;
const recoversWithinMs = 30_000;
// A collector's heap breathes by some MiB; a leak of frames or views would be hundreds by the end of a storm.
const tolerableMiB = 48;
// Node's pool, which starts with its first task: once, and all of it.
const poolThreads = 4;

interface Options {
  readonly kills: number;
  readonly seed: number;
  readonly producer: string;
  /** The packaged app, where a window is to look on. */
  readonly app: string;
}

class Storm {
  readonly #options: Options;
  readonly #tally = new Tally();
  readonly #ids: Readonly<Record<Kind, number>>;
  readonly #watchers = new Map<Kind, Watcher>();
  #window: Window | null = null;

  constructor(options: Options) {
    this.#options = options;
    const first = process.pid * 1000;
    this.#ids = { hook: first + 1, camera: first + 2, raw: first + 3 };
  }

  async run(): Promise<Tally> {
    await this.#open();
    try {
      const before = await this.#whileSteady();
      await this.#blow();
      const after = await this.#whileSteady();
      this.#compare(before, after);
    } finally {
      await this.#close();
    }
    await this.#countObjects();
    return this.#tally;
  }

  async #open(): Promise<void> {
    const hashes = wholeHashes();
    for (const kind of kindNames) {
      const { name, layout } = sourceOf(kind, this.#ids[kind]);
      const words = layout === null ? [name] : [name, '--layout', layout];
      this.#watchers.set(kind, new Watcher(cliScript, kind, words, this.#tally, hashes));
    }
    const { app } = this.#options;
    if (app) this.#window = await Window.open(app, sourceOf('hook', this.#ids.hook).name, this.#tally);
  }

  /** What each observer holds while all sources are live; a source that is not seen again has not recovered. */
  async #whileSteady(): Promise<ReadonlyMap<string, Resources>> {
    const producers = await Promise.all(
      kindNames.map((kind) => SteadyProducer.start(this.#options.producer, kind, this.#ids[kind])),
    );
    await Promise.all([...this.#watchers].map(([kind, watcher]) => this.#untilFrames(kind, watcher)));
    await this.#untilWindowIsLive();
    const held = new Map<string, Resources>();
    const pause = () => sleep(50);
    for (const [kind, { pid }] of this.#watchers) held.set(`watch of ${kind}`, await settledResources(pid, pause));
    if (this.#window) held.set('the app', await settledResources(this.#window.pid, pause));
    await Promise.all(producers.map((producer) => producer.stop()));
    return held;
  }

  async #untilFrames(kind: Kind, watcher: Watcher): Promise<void> {
    const wanted = watcher.frames + 30;
    const deadline = Date.now() + recoversWithinMs;
    while (watcher.frames < wanted && Date.now() < deadline) await sleep(50);
    if (watcher.frames < wanted)
      this.#tally.count('neverRecovered', `watch of ${kind} sees no frames of a steady producer`);
  }

  async #untilWindowIsLive(): Promise<void> {
    if (!this.#window) return;
    const deadline = Date.now() + recoversWithinMs;
    let isLive = await this.#window.isLive();
    while (!isLive && Date.now() < deadline) {
      await sleep(100);
      isLive = await this.#window.isLive();
    }
    if (!isLive) this.#tally.count('neverRecovered', 'the window does not show a steady producer as live');
  }

  async #blow(): Promise<void> {
    const random = seededRandom(this.#options.seed);
    const job = { isOver: false };
    const isOver = () => job.isOver;
    const others = [
      ...kindNames.map((kind) => this.#killReadersOf(kind, random, isOver)),
      ...(this.#window ? [this.#window.killRenderers(isOver)] : []),
    ];
    const each = Math.ceil(this.#options.kills / kindNames.length);
    await Promise.all(kindNames.map((kind) => this.#killProducers(kind, each, random)));
    job.isOver = true;
    await Promise.all(others);
  }

  async #killProducers(kind: Kind, count: number, random: () => number): Promise<void> {
    for (let done = 0; done < count; done += 1) {
      // Half of them early: creation and the first frame have more kinds of steps than what follows.
      const killAt = 1 + Math.floor(random() * (random() < 0.5 ? 80 : mostSteps));
      const end = await runToItsKill(this.#options.producer, kind, this.#ids[kind], killAt, done + 1);
      if (end === 'killed') this.#tally.killed(kind);
      else this.#tally.count(end === 'hung' ? 'hangs' : 'crashes', `a ${kind} producer ${end} (step ${killAt})`);
    }
  }

  #killReadersOf(kind: Kind, random: () => number, isOver: () => boolean): Promise<void> {
    const { name, layout } = sourceOf(kind, this.#ids[kind]);
    const source = layout === null ? name : `${name} as ${layout}`;
    return killReaders(__filename, kind, source, this.#tally, random, isOver);
  }

  #compare(before: ReadonlyMap<string, Resources>, after: ReadonlyMap<string, Resources>): void {
    for (const [who, { descriptors, threads, residentMiB }] of after) {
      const then = before.get(who);
      if (!then) continue;
      const more = descriptors.length - then.descriptors.length;
      this.#tally.count('leakedDescriptors', `${who}: ${newOnes(then.descriptors, descriptors)}`, more);
      const moreThreads = threads - then.threads;
      if (moreThreads > poolThreads)
        this.#tally.count('leakedThreads', `${who}: ${then.threads} became ${threads}`, moreThreads);
      const grown = Math.round(residentMiB - then.residentMiB);
      if (grown > tolerableMiB) this.#tally.count('leakedMiB', `${who} has grown by ${grown} MiB`, grown);
    }
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#watchers.values()].map((watcher) => watcher.stop()));
    await this.#window?.close();
  }

  /** What the killed ones left is what `clean` removes; the steady ones have removed their own. */
  async #countObjects(): Promise<void> {
    const ids = Object.values(this.#ids).map(String);
    const isOurs = (name: string) => ids.some((id) => name.includes(id));
    const left = () => readdirSync(sharedMemory).filter(isOurs);
    // `clean` leaves what changed a moment ago.
    for (let tries = 0; tries < 8 && left().length > 0; tries += 1) {
      await finish(process.execPath, [cliScript, 'clean', '--yes']);
      if (left().length > 0) await sleep(2000);
    }
    this.#tally.count('leakedObjects', left().join(', '), left().length);
  }
}

/** Where descriptors point that were not there before, by how often. */
function newOnes(before: readonly string[], after: readonly string[]): string {
  const rest = [...before];
  const added = after.filter((target) => {
    const at = rest.indexOf(target);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return added.slice(0, 5).join(', ');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      producer: { type: 'string', default: '' },
      app: { type: 'string', default: '' },
      read: { type: 'string' },
    },
  });
  if (values.read !== undefined) return readUntilKilled(values.read);
  const started = performance.now();
  const { kills, seed, producer, app } = values;
  const tally = await new Storm({ kills: Number(kills), seed: Number(seed), producer, app }).run();
  process.stdout.write(tally.toString((performance.now() - started) / 1000));
  if (!tally.isClean) process.exitCode = 1;
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
  process.exit(1);
});
