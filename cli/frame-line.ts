import { codingText, pictureRemarks, pictureReport } from '../engine/explain-picture';
import { dxgiFormatName } from '../protocol/dxgi';
import type { SessionUpdate } from '../protocol/session';
import { crc32Hex } from './crc32';
import type { ReceivedFrame } from './frames';

/** The line that `watch` prints for a frame. */
export function frameLine({ header, pixels }: ReceivedFrame, update: SessionUpdate, asJson: boolean): string {
  const { sequence, width, height, buffer, mapId, suspect, acquiredAtMonotonicNs, lockHeldNs } = header;
  const format = dxgiFormatName(header.format);
  const hash = crc32Hex(pixels);
  const report = pictureReport(header, update.reading);
  if (asJson) {
    const acquired = { acquiredAtMonotonicNs: acquiredAtMonotonicNs.toString() };
    return JSON.stringify({ sequence, width, height, format, buffer, mapId, suspect, ...acquired, hash, ...report });
  }
  return [
    `#${sequence}`,
    `${width}x${height} ${format}${report.coding ? ` (${codingText(report.coding)})` : ''}`,
    `buffer ${buffer}`,
    `map ${mapId}`,
    hash,
    lockHeldNs === null ? 'no lock' : `lock held ${(lockHeldNs / 1e6).toFixed(2)} ms`,
    ...pictureRemarks(header.picture),
    ...(suspect ? ['SUSPECT: it may be torn'] : []),
    ...(update.state.kind === 'producer-gone' ? ['NOT LIVE: its producer is gone'] : []),
  ].join('  ');
}
