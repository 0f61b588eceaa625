import { allocateBuffers, type ReaderFrame, type Session } from '../engine/index';

const slots = 2;

/** A frame with its pixels, valid until the next one is asked for. */
export interface ReceivedFrame {
  readonly header: ReaderFrame['header'];
  readonly pixels: Uint8Array;
}

/**
 * Gives a session buffers that its source's frames fit into, and every frame to `onFrame`, whose return frees the slot.
 * Returns the way out.
 */
export function receiveFrames(session: Session, onFrame: (frame: ReceivedFrame) => void): () => void {
  let buffers: readonly ArrayBuffer[] = [];
  const fit = () => {
    const { frameBytes } = session.reader.status();
    const heldBytes = buffers[0]?.byteLength ?? 0;
    // Larger ones stay: a source whose size flaps would otherwise leave buffers behind faster than they are collected.
    if (!frameBytes || frameBytes <= heldBytes) return;
    // First let go of the smaller ones.
    session.reader.useNothing();
    buffers = [];
    buffers = allocateBuffers(slots, frameBytes, session.name);
    session.reader.useBuffers(buffers);
  };
  session.setFrameListener(({ slot, header }) => {
    const buffer = buffers[slot];
    if (buffer) onFrame({ header, pixels: new Uint8Array(buffer, 0, header.width * header.height * 4) });
    session.reader.release(slot);
  });
  const stop = session.onStatus(fit);
  fit();
  return () => {
    stop();
    session.setFrameListener(null);
  };
}
