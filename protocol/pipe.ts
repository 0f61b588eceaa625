import { dxgiFormatName, dxgiFormats } from './dxgi';
import { FramelatchError, type ErrorCode } from './errors';

/*
 * Frames over a pipe (docs/layouts.md): each message is a u32 length, little-endian, and so many bytes: a header of 32, then
 * the pixels as they are stored.
 */

export const pipeMagic = 0x46504c46; // "FLPF"
export const pipeVersion = 1;
export const pipeHeaderBytes = 32;
/** What a viewer says when it wants frames: whoever says nothing only looked whether somebody listens. */
export const pipeGreeting = 'v';
/** No message is longer: whoever reads allocates nothing before it knows that. */
export const longestPipeMessage = 64 * 1024 * 1024;
const flipFlag = 1;

export interface PipeFrame {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** DXGI_FORMAT number. */
  readonly format: number;
  /** Bytes per row. */
  readonly pitch: number;
  readonly flip: boolean;
  /** Counts the producer's frames, modulo 2^32. */
  readonly sequence: number;
}

/** The length and the header; pitch * height bytes follow. @throws FramelatchError `usage` for a frame that is too large */
export function encodePipeHeader(frame: PipeFrame): Uint8Array {
  const length = pipeHeaderBytes + frame.pitch * frame.height;
  checkLength(length);
  const bytes = new Uint8Array(4 + pipeHeaderBytes);
  const view = new DataView(bytes.buffer);
  const flags = frame.flip ? flipFlag : 0;
  const words = [
    length,
    pipeMagic,
    pipeVersion,
    frame.width,
    frame.height,
    frame.format,
    frame.pitch,
    flags,
    frame.sequence,
  ];
  words.forEach((word, at) => view.setUint32(at * 4, word >>> 0, true));
  return bytes;
}

/** @throws FramelatchError `pipe-message-invalid` */
export function checkLength(length: number): void {
  if (length >= pipeHeaderBytes && length <= longestPipeMessage) return;
  throw invalid(`found a message of ${length} bytes, expected ${pipeHeaderBytes} to ${longestPipeMessage}`);
}

/**
 * @param length of the message, as its first word said
 * @throws FramelatchError `pipe-message-invalid`, `format-unsupported`, `header-size-zero`, `pitch-too-small`
 */
export function decodePipeHeader(bytes: Uint8Array, length: number): PipeFrame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => view.getUint32(at * 4, true);
  if (word(0) !== pipeMagic || word(1) !== pipeVersion) {
    throw invalid("found other bytes at the start of a message, expected 'FLPF' and version 1");
  }
  const frame = {
    width: word(2),
    height: word(3),
    format: word(4),
    pitch: word(5),
    flip: (word(6) & flipFlag) !== 0,
    sequence: word(7),
  };
  // At most 2^64, exact enough in a double to tell that it is not the length.
  if (pipeHeaderBytes + frame.pitch * frame.height !== length) {
    throw invalid(`found ${frame.height} rows of ${frame.pitch} bytes in a message of ${length}`);
  }
  checkPicture(frame);
  return frame;
}

/** One plane of pixels, each with its colours: a pipe's header says nothing of how luma and chroma would lie. */
function checkPicture({ width, height, format, pitch }: PipeFrame): void {
  const stored = Object.values(dxgiFormats).find(({ number }) => number === format);
  if (!stored) {
    const names = Object.keys(dxgiFormats).join(', ');
    throw invalid(`found the format ${dxgiFormatName(format)}, expected one of ${names}`, 'format-unsupported');
  }
  if (width === 0 || height === 0) throw invalid(`found a picture of ${width} x ${height}`, 'header-size-zero');
  if (pitch >= width * stored.bytesPerPixel) return;
  const needed = width * stored.bytesPerPixel;
  throw invalid(`found a pitch of ${pitch} bytes, expected at least ${needed} for ${width} pixels`, 'pitch-too-small');
}

function invalid(reason: string, code: ErrorCode = 'pipe-message-invalid'): FramelatchError {
  return new FramelatchError({
    code,
    operation: 'read frame from',
    target: 'pipe',
    reason,
    next: 'Check what the producer writes; docs/layouts.md has the format.',
  });
}
