import type { Command } from 'commander';

import { createEngine, type Session } from '../engine/index';
import { describeState } from '../engine/explain';
import { after } from '../engine/timer';
import { FramelatchError } from '../protocol/errors';
import type { SessionUpdate } from '../protocol/session';
import { followStarts, type FollowingJob } from './follow-starts';
import { frameLine } from './frame-line';
import { receiveFrames, type ReceivedFrame } from './frames';
import { layoutOption, positiveNumber, positiveWholeNumber, sourceArgument, withLayout } from './options';
import { SourceRate } from './source-rate';
import { StateLines, stateText } from './state-lines';
import { duration, escapeText, print, printNote } from './text';

interface WatchOptions {
  readonly layout?: string;
  readonly frames?: number;
  readonly seconds?: number;
  /** `true` = as long as it takes, a number = that many seconds. */
  readonly wait?: number | true;
  readonly json?: true;
}

export function addWatchCommand(program: Command): void {
  program
    .command('watch')
    .description('Print one line for each new frame and each change of state, and a summary at the end')
    .argument('<name>', sourceArgument)
    .addOption(layoutOption())
    .option('--frames <n>', 'end after so many frames', positiveWholeNumber)
    .option('--seconds <s>', 'end after so many seconds', positiveNumber)
    .option(
      '--wait [s]',
      'wait for the mapping, or the program, to appear, at most so many seconds; a program is followed when it starts again',
      positiveNumber,
    )
    .option('--json', 'one JSON object per line')
    .action(watch);
}

async function watch(name: string, options: WatchOptions): Promise<void> {
  const engine = createEngine();
  const source = withLayout(name, options.layout);
  const session = await engine.openSource(source, { alpha: 'stored' });
  try {
    // An absent or unreadable mapping ends the job at once, unless it is to be waited for.
    if (options.wait === undefined) await engine.inspect(await engine.resolve(source));
    const follower = options.wait === undefined ? null : engine.follow(source);
    await new WatchJob(
      session,
      options,
      (job, signal) => follower && followStarts(engine, follower, job, signal),
    ).run();
  } finally {
    engine.close();
  }
}

class WatchJob implements FollowingJob {
  #session: Session;
  readonly #options: WatchOptions;
  readonly #follow: (job: FollowingJob, signal: AbortSignal) => Promise<void> | null;
  /** Of sessions before this one. */
  readonly #counted = { contended: 0, suspect: 0, reopened: 0 };
  readonly #started = performance.now();
  readonly #states: StateLines;
  readonly #rate = new SourceRate();
  #frames = 0;
  #end: (failure?: FramelatchError) => void = () => {};

  constructor(
    session: Session,
    options: WatchOptions,
    follow: (job: FollowingJob, signal: AbortSignal) => Promise<void> | null,
  ) {
    this.#session = session;
    this.#options = options;
    this.#states = new StateLines(options.json === true);
    this.#follow = follow;
  }

  get session(): Session {
    return this.#session;
  }

  /** The program has started again, under another name. */
  moveTo(session: Session): void {
    this.#count();
    this.#session.close();
    this.#session = session;
    this.#rate.begin();
    this.#listen();
    if (this.#options.json) print(JSON.stringify({ source: session.name }));
    else printNote(`Now watching ${escapeText(session.name)}.`);
  }

  #listen(): void {
    receiveFrames(this.#session, (frame) => this.#print(frame));
    this.#session.onUpdate((update) => this.#judge(update));
  }

  #count(): void {
    const { contended, suspect, reopened } = this.#session.reader.status().counters;
    this.#counted.contended += contended;
    this.#counted.suspect += suspect;
    this.#counted.reopened += reopened;
  }

  /** Until enough frames, enough time, a signal, or a failure that stays. */
  async run(): Promise<void> {
    const { seconds, wait } = this.#options;
    const timers: (() => void)[] = [];
    const onSignal = () => this.#end();
    const following = new AbortController();
    process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#end = (failure) => (failure ? reject(failure) : resolve());
        this.#listen();
        this.#follow(this, following.signal)?.catch(reject);
        if (seconds !== undefined) timers.push(after(seconds * 1000, () => this.#timeIsUp(seconds)));
        if (typeof wait === 'number') timers.push(after(wait * 1000, () => this.#waitedEnough(wait)));
      });
    } finally {
      for (const cancel of timers) cancel();
      following.abort();
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    }
    this.#summarise();
  }

  #print(frame: ReceivedFrame): void {
    const { frames, json } = this.#options;
    if (frames !== undefined && this.#frames >= frames) return;
    this.#frames += 1;
    this.#rate.note(frame.header, this.#session.reader.status().counters.reopened);
    print(frameLine(frame, this.#session.update(), json === true));
    this.#states.settle();
    if (frames !== undefined && this.#frames >= frames) this.#end();
  }

  /** Says what is the matter, once for each state; ends the job when it cannot go on. */
  #judge(update: SessionUpdate): void {
    const { state } = update;
    if (this.#options.wait === undefined && !this.#frames && state.kind === 'failed') {
      this.#end(new FramelatchError(state.error));
    } else {
      this.#states.notice(update);
    }
  }

  #timeIsUp(seconds: number): void {
    this.#end(this.#frames ? undefined : this.#noFrame(seconds));
  }

  #waitedEnough(seconds: number): void {
    if (!this.#frames) this.#end(this.#noFrame(seconds));
  }

  #noFrame(seconds: number): FramelatchError {
    const { state } = this.#session.update();
    return new FramelatchError({
      code: state.kind === 'failed' ? state.error.code : 'no-frame',
      operation: 'watch',
      target: this.#session.name,
      reason: `no frame within ${seconds} s: ${describeState(state)}`,
      next: `\`framelatch inspect\` shows the header, the mutexes and the producer.`,
    });
  }

  #summarise(): void {
    this.#count();
    const { contended, suspect, reopened } = this.#counted;
    const { state, picture } = this.#session.update();
    const seconds = Number(((performance.now() - this.#started) / 1000).toFixed(3));
    const sourceFps = this.#rate.perSecond;
    if (this.#options.json) {
      const counts = { frames: this.#frames, seconds, sourceFps, contended, suspect, reopened };
      print(JSON.stringify({ summary: { ...counts, state, picture } }));
    } else {
      const rest = `${contended} contended, ${suspect} suspect, ${reopened} reopened`;
      const rate = sourceFps === null ? '' : `, ${sourceFps} fps`;
      print(`${this.#frames} frames in ${duration(seconds * 1000)}${rate}; ${rest}`);
      print(`At the end: ${escapeText(stateText(state, picture))}`);
    }
  }
}
