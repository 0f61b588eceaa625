import { SharedRegion } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import type { YuvCoding } from '../../protocol/reading';
import { toNv12 } from './nv12';
import type { PictureWriter } from './picture-writer';

const slots = 3;
const headerBytes = 80;
const firstSlot = 96;
const slotHeaderBytes = 32;
const alignment = 32;
const state = { starting: 1, ready: 2, stopping: 3 } as const;
const at = { writeIdx: 0, readIdx: 4, state: 8, offsets: 12, cx: 28, cy: 32, interval: 40 } as const;
const intervalsPerSecond = 10_000_000n;

export interface CameraOptions {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** How to make NV12 of R8G8B8A8; `null` where it comes as NV12. */
  readonly yuv: YuvCoding | null;
}

/** OBS's virtual camera queue, as docs/layouts.md has it. */
export class VirtualCameraWriter implements PictureWriter {
  readonly name: string;
  readonly #region: SharedRegion;
  readonly #options: CameraOptions;
  readonly #offsets: readonly number[];

  /** @throws FramelatchError `usage` for odd sides, `mapping-exists`, `no-space` */
  constructor(name: string, options: CameraOptions) {
    const { width, height, fps } = options;
    if (width % 2 || height % 2) throw oddSides(name, width, height);
    const slotBytes = slotHeaderBytes + (width * height * 3) / 2;
    const stride = Math.ceil(slotBytes / alignment) * alignment;
    this.name = name;
    this.#options = options;
    this.#offsets = Array.from({ length: slots }, (_, slot) => firstSlot + slot * stride);
    this.#region = SharedRegion.create(name, firstSlot + slots * stride);
    const header = new DataView(new ArrayBuffer(headerBytes));
    this.#offsets.forEach((offset, slot) => header.setUint32(at.offsets + slot * 4, offset, true));
    header.setUint32(at.cx, width, true);
    header.setUint32(at.cy, height, true);
    header.setBigUint64(at.interval, intervalsPerSecond / BigInt(Math.max(1, Math.round(fps))), true);
    this.#region.write(new Uint8Array(header.buffer));
    this.#region.storeWord(at.state, state.starting);
  }

  /** @param pixels width * height * 4 bytes, or * 3 / 2 of NV12 */
  publish(pixels: Uint8Array): boolean {
    const { width, height, yuv } = this.#options;
    const stored = yuv ? toNv12(pixels, width, height, yuv) : pixels;
    const index = (this.#region.loadWord(at.writeIdx) + 1) >>> 0;
    this.#region.storeWord(at.writeIdx, index);
    const slot = this.#offsets[index % slots] ?? firstSlot;
    const timestamp = new BigUint64Array([process.hrtime.bigint()]);
    this.#region.write(new Uint8Array(timestamp.buffer), slot);
    this.#region.write(stored, slot + slotHeaderBytes);
    this.#region.storeWord(at.readIdx, index);
    this.#region.storeWord(at.state, state.ready);
    return true;
  }

  /** Tells its readers to let go, then removes the queue. */
  close(): void {
    this.#region.storeWord(at.state, state.stopping);
    this.#region.close();
  }
}

function oddSides(name: string, width: number, height: number): FramelatchError {
  return new FramelatchError({
    code: 'usage',
    operation: 'create mapping',
    target: name,
    reason: `found ${width} x ${height}, expected even sides: chroma has half of them`,
    next: 'Give an even width and height.',
  });
}
