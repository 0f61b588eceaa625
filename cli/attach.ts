import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';

import {
  Attachment,
  createEngine,
  defaultFps,
  endText,
  guardCommandName,
  hookOf,
  parseOffsets,
  parseRecord,
  preparationText,
  readyMs,
  silenceReasons,
  standBy,
} from '../engine/index';
import { after } from '../engine/timer';
import { FramelatchError } from '../protocol/errors';
import { nonNegativeNumber, positiveNumber } from './options';
import { endSignal } from './pace';
import { escapeText, print, printNote } from './text';

interface AttachWords {
  readonly fps: number;
  readonly offsets?: string;
  readonly yes?: true;
  readonly withoutOffsets?: true;
  readonly seconds?: number;
  readonly json?: true;
}

export function addAttachCommand(program: Command): void {
  program
    .command('attach')
    .description('Take the part of the capturing application for a hook that is loaded in a process, and show its log')
    .argument('<pid>', 'the process, or its hook info’s name')
    .option('--fps <n>', 'ask for at most so many captures a second; 0 = every present', nonNegativeNumber, defaultFps)
    .option('--offsets <file>', 'where Direct3D’s functions are: the INI of OBS’s get-graphics-offsets, or of ours')
    .option('--yes', 'begin although the hook lacks offsets that it may need: cannot be undone')
    .option('--seconds <s>', 'end after so many seconds; exit status 1 if nothing was captured', positiveNumber)
    .option('--json', 'one JSON object per line')
    .addOption(new Option('--without-offsets').hideHelp())
    .action(attach);
  program.command(guardCommandName, { hidden: true }).argument('<record>').action(guard);
}

async function guard(record: string): Promise<void> {
  await standBy(parseRecord(record));
}

async function attach(typed: string, words: AttachWords): Promise<void> {
  const { fps, seconds, json } = words;
  if (words.withoutOffsets) throw noSuchWord();
  const { name } = await createEngine().resolve(typed);
  const hook = hookOf(name);
  if (!hook) throw notAHook(typed);
  const offsets = words.offsets === undefined ? {} : { offsets: readOffsetsFile(words.offsets) };
  let wake = () => {};
  const stop = endSignal();
  const options = { fps, acceptLoss: words.yes === true, onChange: () => wake(), ...offsets };
  const attachment = await Attachment.start(hook, options);
  const report = new Report(attachment, json === true);
  const job = { isOver: false };
  const end = () => {
    job.isOver = true;
    wake();
  };
  stop.addEventListener('abort', end, { once: true });
  const cancelTimer = after((seconds ?? Infinity) * 1000, end);
  try {
    while (!job.isOver && !stop.aborted && !attachment.ended) {
      report.print();
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    cancelTimer();
    const hookLeft = attachment.ended;
    attachment.close();
    report.end(hookLeft);
  }
  if (seconds !== undefined && !attachment.capturing) throw nothingCaptured(attachment, seconds);
}

/** What has not been printed yet. */
class Report {
  readonly #attachment: Attachment;
  readonly #json: boolean;
  #line = 0;
  #saidCapturing = false;
  #saidSilent = false;

  constructor(attachment: Attachment, json: boolean) {
    this.#attachment = attachment;
    this.#json = json;
    const { pid, preparation } = attachment;
    this.#say({ attached: pid }, `Attached to process ${pid}; asked for frames in shared memory. Ctrl+C ends it.`);
    const { origin, libraries } = preparation;
    this.#say({ offsets: origin, libraries }, preparationText(attachment));
  }

  print(): void {
    const { log, capturing, silent, pid } = this.#attachment;
    for (const { number, text } of log.lines.filter((line) => line.number > this.#line)) {
      this.#line = number;
      if (this.#json) print(JSON.stringify({ log: text }));
      else print(`hook: ${escapeText(text)}`);
    }
    if (capturing && !this.#saidCapturing) {
      this.#saidCapturing = true;
      this.#say({ capturing: true }, `The hook has begun to capture: \`framelatch watch ${pid}\` shows its frames.`);
    }
    if (silent && !this.#saidSilent) this.#sayItIsSilent();
  }

  #sayItIsSilent(): void {
    this.#saidSilent = true;
    const reasons = silenceReasons(this.#attachment);
    const listed = reasons.map((reason) => `\n  - ${reason}`).join('');
    this.#say(
      { capturing: false, afterMs: readyMs, reasons },
      `The hook has not begun to capture within ${readyMs / 1000} s. Likely reasons:${listed}\nStill waiting.`,
    );
  }

  end(hookLeft: boolean): void {
    this.print();
    const { untouched } = this.#attachment;
    const data = hookLeft ? { detached: 'hook-gone' } : { detached: 'ended', begun: !untouched };
    this.#say(data, hookLeft ? 'The hook has gone.' : endText(this.#attachment));
  }

  #say(data: object, sentence: string): void {
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

function nothingCaptured(attachment: Attachment, seconds: number): FramelatchError {
  return new FramelatchError({
    code: 'hook-silent',
    operation: 'capture process',
    target: String(attachment.pid),
    reason: `the hook did not say within ${seconds} s that it captures; likely ${silenceReasons(attachment)[0]}`,
    next: 'Bring the program’s window to the front, or give it more time.',
  });
}

function noSuchWord(): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'attach with',
    target: '--without-offsets',
    reason: 'whether a hook needs offsets is seen by what its process has loaded',
    next: 'Leave it out. If the hook is refused for want of offsets: --offsets FILE, or --yes, which cannot be undone.',
  });
}

function notAHook(typed: string): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'attach to',
    target: typed,
    reason: 'that is no process number and no CaptureHook_HookInfo mapping',
    next: '`framelatch list` shows the hooks that are loaded.',
  });
}
