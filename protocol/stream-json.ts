import { decodeFrameHeader, encodeFrameHeader, frameHeaderBytes } from './frame';
import type { StreamToSender, StreamToViewer } from './stream';

/*
 * The stream's messages over a WebSocket: JSON text, with the clock's nanoseconds as a decimal string, for all but frames;
 * a frame is one binary message, the encoded header and then its pixels, none when they lie in the ring.
 */

/** Characters of a reason that a viewer gives: it is shown in one line. */
const longestReason = 1000;

type JsonToViewer = Exclude<StreamToViewer, { kind: 'frame' }>;

export function encodeToViewer(message: JsonToViewer): string {
  return JSON.stringify(message, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** @throws SyntaxError when the text is no JSON */
export function decodeToViewer(text: string): StreamToViewer {
  const message = JSON.parse(text) as StreamToViewer;
  if (message.kind !== 'clock') return message;
  return { ...message, monotonicNs: BigInt(message.monotonicNs) };
}

/** The header's bytes; the pixels follow it in the same message. */
export function encodeFrameMessage(message: Extract<StreamToViewer, { kind: 'frame' }>): Uint8Array {
  const head = new Uint8Array(frameHeaderBytes);
  encodeFrameHeader(message.header, message.slot, new DataView(head.buffer));
  return head;
}

/** @throws RangeError when the bytes are no frame of this version */
export function decodeFrameMessage(bytes: ArrayBuffer): Extract<StreamToViewer, { kind: 'frame' }> {
  const { header, slot } = decodeFrameHeader(new DataView(bytes, 0, Math.min(bytes.byteLength, frameHeaderBytes)));
  if (bytes.byteLength === frameHeaderBytes) return { kind: 'frame', slot, header };
  return { kind: 'frame', slot, header, pixels: new Uint8Array(bytes, frameHeaderBytes) };
}

/**
 * What a viewer sent, checked: it comes from outside.
 * @throws TypeError, SyntaxError when it is nothing that a viewer may say
 */
export function decodeToSender(text: string): StreamToSender {
  const message: unknown = JSON.parse(text);
  if (!isToSender(message)) throw new TypeError('not a message of the stream');
  return message;
}

/** Whether a value is something that a viewer may say. */
export function isToSender(value: unknown): value is StreamToSender {
  if (typeof value !== 'object' || value === null) return false;
  const message = value as Record<string, unknown>;
  const isCount = (field: unknown) => typeof field === 'number' && Number.isSafeInteger(field) && field >= 0;
  const isReason = (field: unknown) => typeof field === 'string' && field.length <= longestReason;
  switch (message['kind']) {
    case 'ready':
      return true;
    case 'ring':
      return (
        typeof message['token'] === 'string' &&
        /^[0-9a-f]{32}$/.test(message['token']) &&
        isCount(message['fileBytes']) &&
        isCount(message['slotBytes'])
      );
    case 'no-ring':
      return isReason(message['reason']);
    case 'credit':
      return isCount(message['slot']) && Number.isFinite(message['heldMs']);
    case 'rejected':
      return isCount(message['slot']) && isReason(message['reason']);
    case 'clock':
      return Number.isFinite(message['askedAtMs']);
    default:
      return false;
  }
}
