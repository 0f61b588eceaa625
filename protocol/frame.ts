/** A rectangle of source pixels, origin at the top left of the upright picture. */
export interface PixelRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a picture is besides its pixels: why somebody sees nothing, although frames come. Of the whole source picture. */
export interface PictureFacts {
  /** Every pixel has this one colour, 0 to 255 as shown. */
  readonly uniform: readonly [red: number, green: number, blue: number] | null;
  /** The format stores alpha, and it is 0 everywhere. */
  readonly alphaZero: boolean;
  /** Bytes of the stored picture that the producer never wrote (holes of the object): they are shown as zero. */
  readonly unwrittenBytes: number;
  /** For how many whole milliseconds frames have brought this same picture; of a single picture, 0. */
  readonly unchangedForMs: number;
}

/** A producer whose frames bring the same picture for so long is said to: it may be frozen, though it looks live. */
export const unchangedTellsMs = 3000;

/**
 * What every frame carries. The pixels beside it are opaque RGBA8 (unless stored alpha was asked for), top row first,
 * without padding: `covers.width / scale * covers.height / scale * 4` bytes.
 */
export interface FrameHeader {
  /** Counts delivered frames from 1, going on when the source is re-opened. */
  readonly sequence: number;
  /** Size of the source in pixels. */
  readonly width: number;
  readonly height: number;
  /** DXGI_FORMAT number of the source. */
  readonly format: number;
  /** Which of its layout's buffers the frame was read from. */
  readonly buffer: number;
  /** The capture hook's `map_id`: counts its (re)initialisations. */
  readonly mapId: number;
  /** When the reader owned the buffer's mutex: CLOCK_MONOTONIC, on Windows QueryPerformanceCounter, in nanoseconds. */
  readonly acquiredAtMonotonicNs: bigint;
  /** How long the reader held the buffer's mutex; `null` where there is none. */
  readonly lockHeldNs: number | null;
  /**
   * The picture may be torn: its mutex was abandoned (the owner died while it held it), or, without a mutex, it was
   * overwritten during every copy for a while.
   */
  readonly suspect: boolean;
  /** Looks since the last delivered frame that found a new frame but its buffer busy. */
  readonly contended: number;
  /** Publications since the last delivered frame that were replaced before anyone could take them. */
  readonly overtaken: number;
  /** The part of the source that the pixels cover. */
  readonly covers: PixelRectangle;
  /** Source pixels per delivered pixel along one axis. */
  readonly scale: number;
  /** The rows of `covers` that may differ from the last delivered frame: first row and count. */
  readonly changedRows: readonly [first: number, count: number];
  readonly picture: PictureFacts;
}

/** Bytes of an encoded header (see {@link encodeFrameHeader}). */
export const frameHeaderBytes = 120;
const headerVersion = 3;

/** Bits of the word of flags; the low 24 bits of the colour's word are red, green, blue. */
const isSuspect = 1;
const alphaIsZero = 2;
const isUniform = 4;
const knownFlags = isSuspect | alphaIsZero | isUniform;
/** In place of a duration that there is none of. */
const noDuration = -1;

/** The header as little-endian bytes, for a transport that has no structured clone (the WebSocket). */
export function encodeFrameHeader(header: FrameHeader, slot: number, target: DataView): void {
  target.setUint32(0, headerVersion, true);
  target.setUint32(4, slot, true);
  target.setFloat64(8, header.sequence, true);
  target.setUint32(16, header.width, true);
  target.setUint32(20, header.height, true);
  target.setUint32(24, header.format, true);
  target.setUint32(28, header.buffer, true);
  target.setUint32(32, header.mapId, true);
  target.setUint32(36, flagsOf(header), true);
  target.setBigUint64(40, header.acquiredAtMonotonicNs, true);
  target.setFloat64(48, header.lockHeldNs ?? noDuration, true);
  target.setUint32(56, header.contended, true);
  target.setUint32(60, header.overtaken, true);
  target.setUint32(64, header.covers.x, true);
  target.setUint32(68, header.covers.y, true);
  target.setUint32(72, header.covers.width, true);
  target.setUint32(76, header.covers.height, true);
  target.setFloat64(80, header.scale, true);
  target.setUint32(88, header.changedRows[0], true);
  target.setUint32(92, header.changedRows[1], true);
  const [red, green, blue] = header.picture.uniform ?? [0, 0, 0];
  target.setUint32(96, red | (green << 8) | (blue << 16), true);
  target.setUint32(100, 0, true);
  target.setFloat64(104, header.picture.unwrittenBytes, true);
  target.setFloat64(112, header.picture.unchangedForMs, true);
}

function flagsOf({ suspect, picture }: FrameHeader): number {
  return (suspect ? isSuspect : 0) | (picture.alphaZero ? alphaIsZero : 0) | (picture.uniform ? isUniform : 0);
}

/** @throws RangeError when the bytes are not a header of this version, or say what no sender means. */
export function decodeFrameHeader(source: DataView): { header: FrameHeader; slot: number } {
  if (source.byteLength < frameHeaderBytes || source.getUint32(0, true) !== headerVersion) {
    throw new RangeError(`not a frame header of version ${headerVersion}`);
  }
  const flags = source.getUint32(36, true);
  if ((flags & ~knownFlags) !== 0) throw new RangeError(`flags of a frame: found ${flags}`);
  const lockHeldNs = source.getFloat64(48, true);
  const header: FrameHeader = {
    sequence: checked('sequence', source.getFloat64(8, true)),
    width: source.getUint32(16, true),
    height: source.getUint32(20, true),
    format: source.getUint32(24, true),
    buffer: source.getUint32(28, true),
    mapId: source.getUint32(32, true),
    suspect: (flags & isSuspect) !== 0,
    acquiredAtMonotonicNs: source.getBigUint64(40, true),
    lockHeldNs: lockHeldNs === noDuration ? null : checked('time under the lock', lockHeldNs),
    contended: source.getUint32(56, true),
    overtaken: source.getUint32(60, true),
    covers: {
      x: source.getUint32(64, true),
      y: source.getUint32(68, true),
      width: source.getUint32(72, true),
      height: source.getUint32(76, true),
    },
    scale: checkedScale(source.getFloat64(80, true)),
    changedRows: [source.getUint32(88, true), source.getUint32(92, true)],
    picture: {
      uniform: (flags & isUniform) !== 0 ? colourOf(source.getUint32(96, true)) : null,
      alphaZero: (flags & alphaIsZero) !== 0,
      unwrittenBytes: checked('unwritten bytes', source.getFloat64(104, true)),
      unchangedForMs: checked('unchanged time', source.getFloat64(112, true)),
    },
  };
  return { header: checkedGeometry(header), slot: source.getUint32(4, true) };
}

/** A count in a double: whole, not negative, exact. */
function checked(what: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`${what} of a frame: found ${value}`);
}

function checkedScale(scale: number): number {
  if (Number.isFinite(scale) && scale > 0) return scale;
  throw new RangeError(`scale of a frame: found ${scale}`);
}

function colourOf(word: number): [number, number, number] {
  return [word & 255, (word >> 8) & 255, (word >> 16) & 255];
}

function checkedGeometry(header: FrameHeader): FrameHeader {
  const { width, height, covers, changedRows } = header;
  if (covers.x + covers.width > width || covers.y + covers.height > height) {
    throw new RangeError(`a frame covers more than its source of ${width} x ${height}`);
  }
  if (changedRows[0] + changedRows[1] > covers.height) {
    throw new RangeError(`a frame has changed rows beyond its ${covers.height}`);
  }
  return header;
}
