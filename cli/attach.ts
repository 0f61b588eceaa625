import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { Option, type Command } from 'commander';

import {
  Attachment,
  createEngine,
  defaultFps,
  guardCommandName,
  hookOf,
  parseOffsets,
  parseRecord,
  silenceReasons,
  standBy,
  type AttachOptions,
  type Follower,
  type HookId,
} from '../engine/index';
import { after } from '../engine/timer';
import { FramelatchError } from '../protocol/errors';
import { neverCame, noSuchWord, notAHook, nothingCaptured } from './attach-failures';
import { AttachReport } from './attach-report';
import { nonNegativeNumber, positiveNumber } from './options';
import { endSignal } from './pace';
import { escapeText, print, printNote } from './text';

/** How long a hook that is just being loaded may take to have all of its objects. */
const startingMs = 5000;
const loadingLookMs = 100;

interface AttachWords {
  readonly fps: number;
  readonly offsets?: string;
  readonly yes?: true;
  readonly withoutOffsets?: true;
  readonly seconds?: number;
  readonly wait?: number | true;
  readonly json?: true;
}

export function addAttachCommand(program: Command): void {
  program
    .command('attach')
    .description('Take the part of the capturing application for a hook that is loaded in a process, and show its log')
    .argument('<pid>', 'the process, its hook info’s name, or its program’s')
    .option('--fps <n>', 'ask for at most so many captures a second; 0 = every present', nonNegativeNumber, defaultFps)
    .option('--offsets <file>', 'where Direct3D’s functions are: the INI of OBS’s get-graphics-offsets, or of ours')
    .option('--yes', 'begin although the hook lacks offsets that it may need: cannot be undone')
    .option('--seconds <s>', 'end after so many seconds; exit status 1 if nothing was captured', positiveNumber)
    .option(
      '--wait [s]',
      'wait for the hook, or for a program’s, at most so many seconds; a program is attached to at each start',
      positiveNumber,
    )
    .option('--json', 'one JSON object per line')
    .addOption(new Option('--without-offsets').hideHelp())
    .action(attach);
  program.command(guardCommandName, { hidden: true }).argument('<record>').action(guard);
}

async function guard(record: string): Promise<void> {
  await standBy(parseRecord(record));
}

async function attach(typed: string, words: AttachWords): Promise<void> {
  if (words.withoutOffsets) throw noSuchWord();
  const offsets = words.offsets === undefined ? {} : { offsets: readOffsetsFile(words.offsets) };
  const options = { fps: words.fps, acceptLoss: words.yes === true, ...offsets };
  const job = new AttachJob(options, words);
  const engine = createEngine();
  try {
    if (words.wait === undefined) {
      const { name } = await engine.resolve(typed);
      await job.run(hookNamed(name, typed));
    } else await attachToEach(engine.follow(typed), job, words.wait);
  } finally {
    job.end();
    engine.close();
  }
  if (words.seconds !== undefined && !job.hasCaptured) throw nothingCaptured(words.seconds, job.silence);
}

/** Each start of what is followed, one after the other. @throws FramelatchError what attaching throws, `mapping-missing` */
async function attachToEach(follower: Follower, job: AttachJob, wait: number | true): Promise<void> {
  const { typed } = follower;
  const patience = wait === true ? undefined : after(wait * 1000, () => job.end());
  job.say({ waiting: typed }, `Waiting for the hook of ${escapeText(typed)}.`);
  for (let name = await follower.next(job.signal); name !== null; name = await follower.next(job.signal)) {
    patience?.();
    await job.run(hookNamed(name, typed), startingMs);
    if (!job.signal.aborted) job.say({ waiting: typed }, 'Waiting for its next start.');
  }
  patience?.();
  if (!job.hasRun && !job.stoppedByUser) throw neverCame(typed);
}

/** One run of the command, over as many hooks as come. */
class AttachJob {
  readonly #options: AttachOptions;
  readonly #json: boolean;
  readonly #over = new AbortController();
  readonly #user = endSignal();
  readonly #cancel: (() => void) | undefined;
  #wake = () => {};
  #last: Attachment | null = null;
  hasCaptured = false;

  constructor(options: AttachOptions, { seconds, json }: AttachWords) {
    this.#options = options;
    this.#json = json === true;
    this.#user.addEventListener('abort', () => this.end(), { once: true });
    this.#cancel = seconds === undefined ? undefined : after(seconds * 1000, () => this.end());
  }

  /** Aborted when it is to end. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  get stoppedByUser(): boolean {
    return this.#user.aborted;
  }

  get hasRun(): boolean {
    return this.#last !== null;
  }

  /** Why the last hook said nothing, by the likeliest reason. */
  get silence(): string {
    return this.#last ? (silenceReasons(this.#last)[0] ?? '') : 'its program did not start';
  }

  end(): void {
    this.#cancel?.();
    this.#over.abort();
    this.#wake();
  }

  /**
   * Until the hook goes, or it is to end.
   * @param patienceMs how long a hook that is just being loaded may take to have all of its objects
   */
  async run(hook: HookId, patienceMs = 0): Promise<void> {
    const attachment = await this.#start(hook, patienceMs);
    this.#last = attachment;
    const report = new AttachReport(attachment, (data, sentence) => this.say(data, sentence), this.#json);
    try {
      while (!this.signal.aborted && !attachment.ended) {
        report.print();
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      const hookLeft = attachment.ended;
      attachment.close();
      this.hasCaptured ||= attachment.capturing;
      report.end(hookLeft);
    }
  }

  async #start(hook: HookId, patienceMs: number): Promise<Attachment> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      try {
        return await Attachment.start(hook, { ...this.#options, onChange: () => this.#wake() });
      } catch (thrown) {
        const isLoading = thrown instanceof FramelatchError && thrown.code === 'event-missing';
        if (!isLoading || performance.now() >= deadline) throw thrown;
        await sleep(loadingLookMs);
      }
    }
  }

  say(data: object, sentence: string): void {
    if (this.#json) print(JSON.stringify(data));
    else printNote(sentence);
  }
}

/** @throws FramelatchError `file-unreadable`, `offsets-invalid` */
function readOffsetsFile(path: string) {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw new FramelatchError({
      code: 'file-unreadable',
      operation: 'read offsets from',
      target: path,
      reason: thrown instanceof Error ? thrown.message : String(thrown),
      next: 'Name the file into which the output of get-graphics-offsets was written.',
    });
  }
  return parseOffsets(text, path);
}

/** @throws FramelatchError `usage` */
function hookNamed(name: string, typed: string): HookId {
  const hook = hookOf(name);
  if (hook) return hook;
  throw notAHook(typed);
}
