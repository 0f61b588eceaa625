import type { SourceAddress } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import { parseSourceText } from '../../protocol/reading';
import type { Engine } from '../index';

/** Asks the user by a window of the system, which no page can answer, whether to open a file by its whole path. */
export type FileQuestion = (path: string) => Promise<boolean>;

export interface FileAccessOptions {
  /** `null`: nobody is there to be asked. */
  readonly ask: FileQuestion | null;
  /** Screens that X servers keep in files are as free as shared memory: the list found them itself, no page named them. */
  readonly allowScreens: boolean;
}

/** Refusals in one run after which no page may ask again: a page must not wear a user down. */
const mostRefusals = 8;

/**
 * Which files a page may open. A page can claim that a user typed or dropped something, and it shows what it opens as pixels
 * or text: so that a hijacked one cannot read the user's files, a path is opened only when the user gave it past the page, on
 * the command line, in a dialog or in answer to a question. Shared memory is what the viewer is for, and opens freely.
 */
export class FileAccess {
  readonly #engine: Engine;
  readonly #options: FileAccessOptions;
  /** As the user gave them: what they lead to is looked up each time, as a link may change. */
  readonly #given: string[] = [];
  /** Whole paths that the user agreed to, for this run. */
  readonly #agreed = new Set<string>();
  #question: Promise<unknown> = Promise.resolve();
  #refusals = 0;

  constructor(engine: Engine, options: FileAccessOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  /** The user gave this source past the page. */
  allow(typed: string): void {
    if (!this.#given.includes(typed)) this.#given.push(typed);
  }

  /**
   * Before anything of it is looked up: a name on another machine is never touched for a page, as Windows would show the user's
   * credentials to that machine. @throws FramelatchError `file-not-allowed`
   */
  checkName(typed: string): void {
    const { name } = parseSourceText(this.#engine.saved.all().get(typed.trim()) ?? typed);
    if (isNetworkPath(name) && !this.#given.includes(typed)) throw networkRefusal(name);
  }

  /** Resolves when it may be opened. @throws FramelatchError `file-not-allowed` */
  async admit({ name }: SourceAddress): Promise<void> {
    if (!isFile(name) || (await this.#isGiven(name)) || this.#agreed.has(name)) return;
    if (isNetworkPath(name)) throw networkRefusal(name);
    if (this.#options.allowScreens && (await this.#isScreen(name))) return;
    if (!this.#options.ask) throw refusal(name, 'no command line allowed it', serveNext(name));
    // One question at a time: behind the first, a second would not be read.
    const answer = this.#question.then(() => this.#ask(name));
    this.#question = answer.catch(() => {});
    if (!(await answer)) throw refusal(name, 'the question whether to open it was not answered by yes', askNext);
  }

  async #ask(path: string): Promise<boolean> {
    if (this.#agreed.has(path)) return true;
    if (!this.#options.ask || this.#refusals >= mostRefusals) return false;
    const agreed = await this.#options.ask(path);
    if (agreed) this.#agreed.add(path);
    else this.#refusals += 1;
    return agreed;
  }

  async #isGiven(path: string): Promise<boolean> {
    for (const typed of this.#given) {
      // One that leads nowhere now allows nothing.
      const address = await this.#engine.resolve(typed).catch(() => null);
      if (address?.name === path) return true;
    }
    return false;
  }

  async #isScreen(path: string): Promise<boolean> {
    const rows = await this.#engine.listSources();
    return rows.some((row) => row.name === path && row.layout === 'xwd' && row.saved === undefined);
  }
}

/** A resolved name is a mapping's, a pipe's or an absolute path. */
function isFile(name: string): boolean {
  return name.startsWith('/') || /^[a-z]:/i.test(name) || name.startsWith('\\\\');
}

/** `\\host\share`, `//host/share`, and the spellings of devices, `\\?\` and `\\.\`, which lead there as well. */
export function isNetworkPath(name: string, platform: NodeJS.Platform = process.platform): boolean {
  const text = name.trim();
  return text.startsWith('\\\\') || (platform === 'win32' && /^[\\/]{2}/.test(text));
}

const askNext = 'Open it by “Open File…” in the menu, or start Framelatch with --source=PATH.';

function serveNext(path: string): string {
  return `Start the server with it: framelatch serve ${/^[\w./-]+$/.test(path) ? path : JSON.stringify(path)}`;
}

function networkRefusal(name: string): FramelatchError {
  return refusal(name, 'it lies on another machine, which a page never reaches', 'Copy the file to this machine.');
}

function refusal(target: string, reason: string, next: string): FramelatchError {
  return new FramelatchError({ code: 'file-not-allowed', operation: 'open file', target, reason, next });
}
