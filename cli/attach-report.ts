import { endText, preparationText, readyMs, silenceReasons, type Attachment } from '../engine/index';
import { escapeText, print } from './text';

/** What has not been printed yet. */
export class AttachReport {
  readonly #attachment: Attachment;
  readonly #say: (data: object, sentence: string) => void;
  readonly #json: boolean;
  #line = 0;
  #saidCapturing = false;
  #saidSilent = false;

  constructor(attachment: Attachment, say: (data: object, sentence: string) => void, json: boolean) {
    this.#attachment = attachment;
    this.#say = say;
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
}
