import type { FrameHeader } from '../../protocol/frame';
import type { FrameReport } from './messages';

const intervalMs = 250;

/** Tells the page about drawn frames: a new size at once, the newest frame otherwise a few times a second. */
export class Reporter {
  readonly #tell: (frame: FrameReport) => void;
  #newest: FrameReport | null = null;
  #size = '';
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(tell: (frame: FrameReport) => void) {
    this.#tell = tell;
  }

  note({ sequence, width, height, format, buffer, mapId, lockHeldNs, suspect }: FrameHeader): void {
    this.#newest = { sequence, width, height, format, buffer, mapId, lockHeldNs, suspect };
    const size = `${width}x${height}`;
    if (size !== this.#size) {
      this.#size = size;
      this.#flush();
    }
    this.#timer ??= setTimeout(() => this.#flush(), intervalMs);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#newest) this.#tell(this.#newest);
    this.#newest = null;
  }
}
