import type { Engine, Inspection, Picture, Session } from '../engine/index';
import { pictureReport } from '../engine/explain-picture';
import { after } from '../engine/timer';
import { FramelatchError } from '../protocol/errors';
import { formatSourceText, type RawDescription, type Reading } from '../protocol/reading';
import { crc32Hex } from './crc32';

/** What a look at the picture saw, without its lock: a writer may have been at it, and then it is suspect. */
export type SeenPicture = ReturnType<typeof pictureReport> & {
  /** CRC-32 of the pixels as RGBA8; `null` where they may be torn. */
  readonly hash: string | null;
  readonly suspect: boolean;
  readonly lock: 'not taken';
};

const longestMs = 2000;

/** Looks without acquiring anything: where there are locks, the bytes are read as those of a region that has none. */
export async function seePicture(
  engine: Engine,
  inspection: Inspection,
  reading: Reading,
): Promise<SeenPicture | null> {
  const source = lockless(inspection, reading);
  if (source === null) return null;
  const session = await engine.openSource(source, { alpha: 'stored' });
  try {
    if (!(await isOpen(session))) return null;
    const { header, pixels } = await session.capture('stored');
    return { ...pictureReport(header, reading), ...certain({ header, pixels }), lock: 'not taken' };
  } catch (thrown) {
    // There is none now, or it went meanwhile: the inspection stands without it.
    if (thrown instanceof FramelatchError && thrown.code !== 'internal') return null;
    throw thrown;
  } finally {
    session.close();
  }
}

function certain({ header, pixels }: Picture): { hash: string | null; suspect: boolean } {
  return { hash: header.suspect ? null : crc32Hex(pixels), suspect: header.suspect };
}

/** The source that shows the same picture and takes no lock. */
function lockless({ name, layout, texture, fields, error }: Inspection, reading: Reading): string | null {
  if (error) return null;
  if (layout === 'raw' && reading.raw)
    return formatSourceText(name, { ...reading, raw: { ...reading.raw, mutexes: [] } });
  if (layout === 'xwd' || layout === 'virtual-camera') return formatSourceText(name, { ...reading, layout });
  if (!texture) return null;
  const { last_tex: newest, tex1_offset: first, tex2_offset: second } = texture.header;
  const number = (field: string) => Number(fields[field]);
  const raw: RawDescription = {
    width: number('cx'),
    height: number('cy'),
    format: number('format'),
    pitch: number('pitch'),
    flip: number('flip') !== 0,
    offset: newest === 1 ? second : first,
    buffers: 1,
    stride: 0,
    indexOffset: null,
    mutexes: [],
  };
  return newest < 0 ? null : formatSourceText(texture.name, { layout: 'raw', raw });
}

/** Whether its size becomes known before the time is over, or an error says that it will not. */
function isOpen(session: Session): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (isThere: boolean) => {
      cancel();
      stop();
      resolve(isThere);
    };
    let stop = () => {};
    const cancel = after(longestMs, () => finish(false));
    stop = session.onStatus(({ frameBytes, error }) => {
      if (frameBytes > 0 || error) finish(frameBytes > 0);
    });
    const { frameBytes } = session.reader.status();
    if (frameBytes > 0) finish(true);
  });
}
