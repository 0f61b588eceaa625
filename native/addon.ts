import { dxgiFormatName, dxgiFormats } from '../protocol/dxgi';
import type { FrameHeader } from '../protocol/frame';
import type { SourceListing } from '../protocol/source';
import { attempt, rawAddon, translated, type Addon, type RawListing } from './raw-addon';
import type { CaptureOptions, Native, ReaderListener, ReaderStatus, RingFile, SourceReader } from './types';

const defaultStallAfterMs = 1000;

let loaded: Native | undefined;

/**
 * Loads the addon once in this environment.
 * @throws FramelatchError `internal` when there is no binary for this system.
 */
export function loadNative(): Native {
  loaded ??= facade(rawAddon());
  return loaded;
}

function withFormatName(row: RawListing): SourceListing {
  return { ...row, format: row.format === 0 ? 'unknown' : dxgiFormatName(row.format) };
}

function facade(addon: Addon): Native {
  return {
    listSources: () => translated('list', 'mappings', async () => (await addon.listSources()).map(withFormatName)),
    openLister: () => {
      const lister = attempt('list', 'mappings', () => new addon.SourceLister());
      return {
        take: () => attempt('list', 'mappings', () => lister.take())?.map(withFormatName) ?? null,
        close: () => lister.close(),
      };
    },
    inspect: (address) => translated('inspect', address.name, () => addon.inspect(address)),
    convertRaw: (bytes, address) => translated('convert', address.name, () => addon.convertRaw(bytes, address)),
    openReader: ({ alpha = 'opaque', stallAfterMs = defaultStallAfterMs, ...address }, listener) =>
      new Reader(
        attempt(
          'open',
          address.name,
          () => new addon.SourceReader({ ...address, alpha, stallAfterMs }, surfacing(listener)),
        ),
        address.name,
      ),
    openWriter: (options) => {
      const complete = {
        dialect: 'CaptureHook',
        window: 0,
        pitch: 0,
        format: dxgiFormats.B8G8R8A8_UNORM.number,
        flip: false,
        ...options,
      };
      return attempt('create', `${complete.dialect}_HookInfo${options.id}`, () => new addon.SourceWriter(complete));
    },
    openReplay: (options) =>
      attempt('replay', `${options.dialect}_HookInfo${options.id}`, () => new addon.SourceReplay(options)),
    standingTexture: (hookInfo) => translated('look up texture of', hookInfo, () => addon.standingTexture(hookInfo)),
    loadedModules: (pid) => translated('look into process', String(pid), () => addon.loadedModules(pid)),
    findLeftovers: () => translated('list', 'leftovers', () => addon.findLeftovers()),
    findLeftover: (name, caution = 'certain') => translated('look at', name, () => addon.findLeftover(name, caution)),
    removeLeftovers: (leftovers, caution = 'certain') =>
      translated('remove', 'leftovers', () => addon.removeLeftovers(leftovers, caution)),
    findProducer: (name) => translated('look at', name, () => addon.findProducer(name)),
    monotonicNs: () => addon.monotonicNs(),
    turnEventLoop: () => addon.turnEventLoop(),
  };
}

/** The addon's reader with errors of ours; its methods are the interface's. */
class Reader implements SourceReader {
  readonly #raw: SourceReader;
  readonly #name: string;

  constructor(raw: SourceReader, name: string) {
    this.#raw = raw;
    this.#name = name;
  }

  useBuffers(buffers: readonly ArrayBuffer[]): void {
    attempt('read', this.#name, () => this.#raw.useBuffers(buffers));
  }

  useRing(ring: RingFile): Promise<boolean> {
    return translated('open ring', ring.path, () => this.#raw.useRing(ring));
  }

  useNothing(): void {
    attempt('read', this.#name, () => this.#raw.useNothing());
  }

  release(slot: number): void {
    attempt('release slot of', this.#name, () => this.#raw.release(slot));
  }

  requestCurrent(): void {
    attempt('read', this.#name, () => this.#raw.requestCurrent());
  }

  captureCurrent(buffer: ArrayBuffer, options: CaptureOptions): Promise<FrameHeader | null> {
    return translated('capture', this.#name, () => this.#raw.captureCurrent(buffer, options));
  }

  status(): ReaderStatus {
    return attempt('read', this.#name, () => this.#raw.status());
  }

  close(): void {
    this.#raw.close();
  }
}

/** Node-API only warns of what a native callback throws (before version 10): it shall be as loud as in any other callback. */
function surfacing(listener: ReaderListener): ReaderListener {
  return {
    onFrame: (frame) => surface(() => listener.onFrame(frame)),
    onStatus: (status) => surface(() => listener.onStatus(status)),
  };
}

function surface(body: () => void): void {
  try {
    body();
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
