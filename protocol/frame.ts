/** A rectangle of source pixels, origin at the top left of the upright picture. */
export interface PixelRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

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
  /** How long the reader held the buffer's mutex. */
  readonly lockHeldNs: number;
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
}

/** Bytes of an encoded header (see {@link encodeFrameHeader}). */
export const frameHeaderBytes = 96;
const headerVersion = 1;

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
  target.setUint32(36, header.suspect ? 1 : 0, true);
  target.setBigUint64(40, header.acquiredAtMonotonicNs, true);
  target.setFloat64(48, header.lockHeldNs, true);
  target.setUint32(56, header.contended, true);
  target.setUint32(60, header.overtaken, true);
  target.setUint32(64, header.covers.x, true);
  target.setUint32(68, header.covers.y, true);
  target.setUint32(72, header.covers.width, true);
  target.setUint32(76, header.covers.height, true);
  target.setFloat64(80, header.scale, true);
  target.setUint32(88, header.changedRows[0], true);
  target.setUint32(92, header.changedRows[1], true);
}

/** @throws RangeError when the bytes are not a header of this version. */
export function decodeFrameHeader(source: DataView): { header: FrameHeader; slot: number } {
  if (source.byteLength < frameHeaderBytes || source.getUint32(0, true) !== headerVersion) {
    throw new RangeError(`not a frame header of version ${headerVersion}`);
  }
  const header: FrameHeader = {
    sequence: source.getFloat64(8, true),
    width: source.getUint32(16, true),
    height: source.getUint32(20, true),
    format: source.getUint32(24, true),
    buffer: source.getUint32(28, true) === 1 ? 1 : 0,
    mapId: source.getUint32(32, true),
    suspect: source.getUint32(36, true) !== 0,
    acquiredAtMonotonicNs: source.getBigUint64(40, true),
    lockHeldNs: source.getFloat64(48, true),
    contended: source.getUint32(56, true),
    overtaken: source.getUint32(60, true),
    covers: {
      x: source.getUint32(64, true),
      y: source.getUint32(68, true),
      width: source.getUint32(72, true),
      height: source.getUint32(76, true),
    },
    scale: source.getFloat64(80, true),
    changedRows: [source.getUint32(88, true), source.getUint32(92, true)],
  };
  return { header, slot: source.getUint32(4, true) };
}
