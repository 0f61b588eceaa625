import { useEffect, useRef, useState } from 'react';

import type { BlockReport } from '../../protocol/content';
import { bytesOf } from '../base64';

/**
 * A block's bytes, asked for again when they changed: only while somebody looks at them, and one answer after the other, however
 * fast the block is written. While a writer keeps the lock, the last ones stay.
 */
export function useContentBytes(
  report: BlockReport,
  isWanted: boolean,
  readBytes: () => Promise<string | null>,
): Uint8Array | null {
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  const asking = useRef({ isBusy: false, isStale: false });
  const isEmpty = report.contentSize === 0 && report.lock !== 'held-by-writer';
  useEffect(() => {
    const job = asking.current;
    if (!isWanted || report.contentSize === 0) return;
    job.isStale = true;
    if (job.isBusy) return;
    job.isBusy = true;
    const ask = async () => {
      while (job.isStale) {
        job.isStale = false;
        const text = await readBytes().catch(() => null);
        setBytes(text === null ? null : bytesOf(text));
      }
      job.isBusy = false;
    };
    void ask();
  }, [report, isWanted, readBytes]);
  return isEmpty ? null : bytes;
}
