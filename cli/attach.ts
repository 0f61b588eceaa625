import type { Command } from 'commander';

import { Attachment, createEngine, defaultFps, guardCommandName, hookOf, parseRecord, standBy } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import { nonNegativeNumber, positiveNumber } from './options';
import { endSignal } from './pace';
import { escapeText, print, printNote } from './text';

interface AttachWords {
  readonly fps: number;
  readonly withoutOffsets?: boolean;
  readonly seconds?: number;
  readonly json?: true;
}

export function addAttachCommand(program: Command): void {
  program
    .command('attach')
    .description('Take the part of the capturing application for a hook that is loaded in a process, and show its log')
    .argument('<pid>', 'the process, or its hook info’s name')
    .option('--fps <n>', 'ask for at most so many captures a second; 0 = every present', nonNegativeNumber, defaultFps)
    .option('--without-offsets', 'attach to a hook that finds the graphics functions by itself (Windows)')
    .option('--seconds <s>', 'end after so many seconds', positiveNumber)
    .option('--json', 'one JSON object per line')
    .action(attach);
  program.command(guardCommandName, { hidden: true }).argument('<record>').action(guard);
}

async function guard(record: string): Promise<void> {
  await standBy(parseRecord(record));
}

async function attach(typed: string, { fps, seconds, json, withoutOffsets = false }: AttachWords): Promise<void> {
  const { name } = await createEngine().resolve(typed);
  const hook = hookOf(name);
  if (!hook) throw notAHook(typed);
  let wake = () => {};
  const stop = endSignal();
  const attachment = await Attachment.start(hook, { fps, withoutOffsets, onChange: () => wake() });
  const report = new Report(attachment, json === true);
  const job = { isOver: false };
  const end = () => {
    job.isOver = true;
    wake();
  };
  stop.addEventListener('abort', end, { once: true });
  const timer = seconds === undefined ? undefined : setTimeout(end, seconds * 1000);
  try {
    while (!job.isOver && !stop.aborted && !attachment.ended) {
      report.print();
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    clearTimeout(timer);
    const hookLeft = attachment.ended;
    attachment.close();
    report.end(hookLeft);
  }
}

/** What has not been printed yet. */
class Report {
  readonly #attachment: Attachment;
  readonly #json: boolean;
  #line = 0;
  #saidCapturing = false;

  constructor(attachment: Attachment, json: boolean) {
    this.#attachment = attachment;
    this.#json = json;
    const { pid } = attachment;
    this.#say({ attached: pid }, `Attached to process ${pid}; asked for frames in shared memory. Ctrl+C ends it.`);
  }

  print(): void {
    const { log, capturing, pid } = this.#attachment;
    for (const { number, text } of log.lines.filter((line) => line.number > this.#line)) {
      this.#line = number;
      if (this.#json) print(JSON.stringify({ log: text }));
      else print(`hook: ${escapeText(text)}`);
    }
    if (capturing && !this.#saidCapturing) {
      this.#saidCapturing = true;
      this.#say({ capturing: true }, `The hook has begun to capture: \`framelatch watch ${pid}\` shows its frames.`);
    }
  }

  end(hookLeft: boolean): void {
    this.print();
    const reason = hookLeft ? 'hook-gone' : 'ended';
    this.#say({ detached: reason }, hookLeft ? 'The hook has gone.' : 'Detached; the hook is as it was.');
  }

  #say(data: object, sentence: string): void {
    if (this.#json) print(JSON.stringify(data));
    else printNote(sentence);
  }
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
