import { createEngine } from '../../engine/index';
import { parseSourceText } from '../../protocol/reading';
import { isOneColour } from './kinds';

/*
 * The storm's own reader: a process that looks at every pixel of every frame, and is killed now and then like the
 * producers. It says "torn" for each picture with two colours that was not marked, and "frames N" once a second.
 */

export async function readUntilKilled(source: string): Promise<void> {
  parseSourceText(source);
  const session = await createEngine().openSource(source, { alpha: 'stored' });
  const buffers = [new ArrayBuffer(96 * 40 * 4), new ArrayBuffer(96 * 40 * 4)];
  let frames = 0;
  let last = 0;
  session.setFrameListener(({ slot, header }) => {
    const pixels = new Uint8Array(buffers[slot] ?? new ArrayBuffer(0), 0, header.width * header.height * 4);
    frames += 1;
    if (!header.suspect && !isOneColour(pixels)) process.stdout.write('torn\n');
    if (header.sequence <= last) process.stdout.write('backwards\n');
    last = header.sequence;
    session.reader.release(slot);
  });
  session.reader.useBuffers(buffers);
  setInterval(() => process.stdout.write(`frames ${frames}\n`), 1000);
}
