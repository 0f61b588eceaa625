import { FramelatchError, toErrorInfo } from '../../protocol/errors';
import { noUpdate, type UpdateChoice, type UpdateView } from '../../protocol/update';
import { checkFeed } from './check';
import type { UpdateConfiguration } from './configuration';
import { download } from './download';
import type { Feed } from './feed';
import type { Installer } from './installer';
import type { UpdateRecord } from './record';
import { reasonOf, refusal } from './refusals';

export interface UpdaterParts {
  readonly configuration: UpdateConfiguration;
  readonly installer: Installer;
  readonly record: UpdateRecord;
  /** This program's version. */
  readonly running: string;
  readonly tell: (view: UpdateView) => void;
  /** The new version is in place: this program is to end in order. */
  readonly end: () => void;
}

const dayMs = 24 * 60 * 60 * 1000;
const toldEveryMs = 200;

/** Looks for a newer version, offers it, and installs it when, and only when, the user said so. */
export class Updater {
  readonly #parts: UpdaterParts;
  #view: UpdateView = noUpdate;
  /** What is offered: installed is exactly what this feed names, whatever the server says by then. */
  #offered: Feed | null = null;
  #download: AbortController | null = null;
  #isChecking = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(parts: UpdaterParts) {
    this.#parts = parts;
  }

  /** Whether it looks by itself. */
  get isOn(): boolean {
    return !this.#parts.record.isOff;
  }

  set isOn(isOn: boolean) {
    this.#parts.record.turn(!isOn);
  }

  get view(): UpdateView {
    return this.#view;
  }

  /** Looks now and every day, unless the user does not want that. */
  start(): void {
    this.#parts.installer.removeUnfinished();
    const look = () => void (!this.isOn || this.check(false));
    this.#timer = setInterval(look, dayMs);
    this.#timer.unref();
    look();
  }

  /** Ends what is under way; nothing of it stays. */
  stop(): void {
    clearInterval(this.#timer);
    this.#download?.abort();
  }

  /** @param isAsked by the user, who is then also told that there is nothing, and of a version that was skipped */
  async check(isAsked: boolean): Promise<void> {
    const { configuration, installer, running, record } = this.#parts;
    if (this.#isChecking || this.#isBusy) return;
    this.#isChecking = true;
    try {
      const found = await checkFeed(configuration, installer.system, running, record);
      if (found && (isAsked || found.version !== record.skipped)) this.#offer(found);
      else if (isAsked) this.#tell({ kind: 'current', version: running });
    } catch (thrown) {
      // That a machine is offline is no news.
      const isOffline = thrown instanceof FramelatchError && thrown.code === 'update-unreachable';
      if (isAsked || !isOffline) this.#refuse(thrown);
    } finally {
      this.#isChecking = false;
    }
  }

  /** What the user chose of what was told; a choice that is not offered any more means nothing. */
  choose(choice: UpdateChoice): void {
    if (choice === 'stop') return this.#download?.abort();
    if (this.#isBusy) return undefined;
    const offered = this.#offered;
    this.#offered = null;
    if (choice === 'install' && offered) return void this.#install(offered);
    if (choice === 'skip' && offered) this.#parts.record.skip(offered.version);
    return this.#tell(noUpdate);
  }

  get #isBusy(): boolean {
    return this.#view.kind === 'downloading' || this.#view.kind === 'installing';
  }

  #offer(feed: Feed): void {
    this.#offered = feed;
    this.#tell({ kind: 'available', version: feed.version, notes: feed.notes });
  }

  async #install(feed: Feed): Promise<void> {
    const { installer, end } = this.#parts;
    const stopping = new AbortController();
    this.#download = stopping;
    try {
      const path = this.#place();
      await this.#fetch(feed, path, stopping.signal);
      this.#download = null;
      this.#tell({ kind: 'installing', version: feed.version });
      await installer.install(path);
      end();
    } catch (thrown) {
      // Stopped by the user: it stays offered.
      if (stopping.signal.aborted) this.#offer(feed);
      else this.#refuse(thrown);
    } finally {
      this.#download = null;
    }
  }

  #place(): string {
    try {
      return this.#parts.installer.place();
    } catch (thrown) {
      throw refusal('update-not-installed', 'make room for', 'the new version', reasonOf(thrown));
    }
  }

  async #fetch({ version, file }: Feed, path: string, signal: AbortSignal): Promise<void> {
    let toldAtMs = Number.NEGATIVE_INFINITY;
    const onReceived = (received: number) => {
      const now = performance.now();
      if (now - toldAtMs < toldEveryMs) return;
      toldAtMs = now;
      this.#tell({ kind: 'downloading', version, received, bytes: file.bytes });
    };
    onReceived(0);
    await download(new URL(file.name, this.#parts.configuration.feed), file, path, { signal, onReceived });
  }

  #refuse(thrown: unknown): void {
    this.#tell({ kind: 'refused', error: toErrorInfo(thrown, 'update', 'Framelatch') });
  }

  #tell(view: UpdateView): void {
    this.#view = view;
    this.#parts.tell(view);
  }
}
