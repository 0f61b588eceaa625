import type { Native, SourceAddress } from '../../native/index';
import type { ContentPicture, ContentReport, ContentSettings, ContentView } from '../../protocol/content';
import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import { parseReading } from '../../protocol/reading';
import type { SessionState } from '../../protocol/session';
import { contentLayout, openContent, schemaFor, type ContentOptions, type ContentSource } from './content';
import { ContentPace } from './pace';
import { StructSource } from './plain-struct';

const retryMs = 500;
const longestShownText = 100_000;
// Of a struct, in the window.
const mostValues = 2000;
const mostBytes = 16 * 1024 * 1024;

/** What a session shows of a source that holds no picture: looked at until it is closed, whatever happens to the source. */
export class SessionContent {
  readonly #native: Native;
  readonly #address: SourceAddress;
  readonly #onChange: () => void;
  /** `null` until it was looked at. */
  #layout: ContentReport['layout'] | null = null;
  #choice: ContentSettings = {};
  #source: ContentSource | null = null;
  #report: ContentReport | null = null;
  /** Of the struct that the report was read as. */
  #types: Readonly<Record<string, string>> | null = null;
  #state: SessionState;
  /** When a report differed from the one before; `null` when none has: what was there at the opening may be old. */
  #changedAtMs: number | null = null;
  readonly #pace = new ContentPace();
  #timer: NodeJS.Timeout | null = null;
  #looking = false;
  #closed = false;

  constructor(native: Native, address: SourceAddress, onChange: () => void) {
    this.#native = native;
    this.#address = address;
    this.#onChange = onChange;
    this.#state = { kind: 'searching', name: address.name };
    void this.#look();
  }

  get state(): SessionState {
    const state = this.#state;
    if (state.kind !== 'producer-gone') return state;
    return { ...state, quietForMs: this.#changedAtMs === null ? null : performance.now() - this.#changedAtMs };
  }

  /** For the window: the text no longer than it can show. */
  get view(): ContentView | null {
    const report = this.#report;
    if (!this.#layout) return null;
    if (report?.layout !== 'checked-block' || report.text.length <= longestShownText) {
      return { layout: this.#layout, report, ...(this.#types ? { types: this.#types } : {}) };
    }
    return { layout: this.#layout, report: { ...report, text: report.text.slice(0, longestShownText) } };
  }

  /** The bytes of the last report, base64; `null` when there are none, or too many to show. */
  get bytes(): string | null {
    const bytes = this.#source?.bytes ?? null;
    return bytes && bytes.byteLength <= mostBytes ? Buffer.from(bytes).toString('base64') : null;
  }

  /** The bytes of the last report by a raw description in words; `null` when there are none, or too many to show. */
  async picture(words: string): Promise<ContentPicture | null> {
    const { raw, yuv } = parseReading(`raw ${words}`);
    const bytes = this.#source?.bytes ?? null;
    if (!raw || !bytes || bytes.byteLength > mostBytes) return null;
    const pixels = await this.#native.convertRaw(bytes, { name: this.#address.name, raw, ...(yuv ? { yuv } : {}) });
    return { width: raw.width, height: raw.height, pixels: Buffer.from(pixels).toString('base64') };
  }

  /**
   * A schema is a draft until it is known to fit: one that does not leaves what is shown as it is.
   * @returns what is wrong with it, else `null`
   */
  configure(choice: ContentSettings): ErrorInfo | null {
    const next = { ...this.#choice, ...choice };
    const problem = choice.schema === undefined ? null : this.#problemOf(next);
    if (problem && this.#report) return problem;
    this.#choice = next;
    this.#drop();
    void this.#look();
    return problem;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#drop();
  }

  #problemOf(choice: ContentSettings): ErrorInfo | null {
    try {
      const source = new StructSource(this.#address.name, schemaFor(this.#address.name, optionsOf(choice)), mostValues);
      try {
        source.read(null);
      } finally {
        source.close();
      }
      return null;
    } catch (thrown) {
      const error = toErrorInfo(thrown, 'read', this.#address.name);
      return error.code === 'schema-invalid' || error.code === 'mapping-too-small' ? error : null;
    }
  }

  #drop(): void {
    this.#source?.close();
    this.#source = null;
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#closed) return;
    this.#looking = true;
    if (this.#timer) clearTimeout(this.#timer);
    const before = JSON.stringify(this.#state);
    this.#pace.begin();
    let changed = false;
    try {
      changed = await this.#read();
    } catch (thrown) {
      this.#fail(thrown);
    }
    this.#looking = false;
    if (this.#closed) return this.#drop();
    const differs = changed || JSON.stringify(this.#state) !== before;
    if (differs) this.#onChange();
    const pauseMs = this.#pace.end(differs);
    this.#timer = setTimeout(() => void this.#look(), this.#state.kind === 'failed' ? retryMs : pauseMs);
  }

  async #read(): Promise<boolean> {
    this.#layout ??= await contentLayout(this.#native, this.#address);
    const choice = this.#choice;
    const source =
      this.#source ?? (await openContent(this.#native, { ...this.#address, layout: this.#layout }, optionsOf(choice)));
    this.#source = source;
    const report = await source.read();
    if (choice !== this.#choice) {
      // Chosen otherwise meanwhile: this was read by the choice before.
      source.close();
      this.#source = null;
      return this.#read();
    }
    if (report) this.#note(report, source);
    const producer = this.#report?.producer ?? null;
    this.#state =
      producer && !producer.alive
        ? { kind: 'producer-gone', reason: 'process-exited', quietForMs: null, producer }
        : { kind: 'live', producer };
    return report !== null;
  }

  #note(report: ContentReport, source: ContentSource): void {
    if (this.#report && isNews(this.#report, report)) this.#changedAtMs = performance.now();
    this.#report = report;
    this.#types = source.types;
  }

  /** What is missing is waited for; everything else is told. The last content stays. */
  #fail(thrown: unknown): void {
    const error = toErrorInfo(thrown, 'read', this.#address.name);
    this.#drop();
    if (error.code !== 'mapping-missing') this.#state = { kind: 'failed', error };
    else if (!this.#report) this.#state = { kind: 'searching', name: this.#address.name };
    else {
      const { producer } = this.#report;
      this.#state = { kind: 'producer-gone', reason: 'mapping-removed', quietForMs: null, producer };
    }
  }
}

function optionsOf({ schema, encoding }: ContentSettings): ContentOptions {
  return { mostValues, ...(schema === undefined ? {} : { schema }), ...(encoding ? { encoding } : {}) };
}

/** Whether the content changed: who writes it, and who holds its lock, is another matter. */
function isNews(before: ContentReport, now: ContentReport): boolean {
  const contentOf = (report: ContentReport) =>
    JSON.stringify({ ...report, producer: null, lock: null, owner: null, worker: null });
  return contentOf(before) !== contentOf(now);
}
