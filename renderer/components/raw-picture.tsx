import { useEffect, useRef, useState } from 'react';

import type { ContentPicture } from '../../protocol/content';
import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import { bytesOf } from '../base64';
import { useStrings } from '../strings/strings';
import { TextForm } from './text-form';

interface RawPictureProps {
  /** Read anew whenever they change. */
  readonly bytes: Uint8Array;
  /** A raw description; `null` = none yet. */
  readonly words: string | null;
  readonly onWords: (words: string) => void;
  readonly readPicture: (words: string) => Promise<ContentPicture>;
}

/** Content as pixels, by a size and a format that the user gives. */
export function RawPicture({ bytes, words, onWords, readPicture }: RawPictureProps) {
  const { content: strings, error: errors } = useStrings();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const asking = useRef<{ isBusy: boolean; next: string | null }>({ isBusy: false, next: null });
  // One answer after the other, and each is drawn: however fast the block is written, something newer is seen.
  useEffect(() => {
    const job = asking.current;
    if (words === null || bytes.length === 0) return;
    job.next = words;
    if (job.isBusy) return;
    job.isBusy = true;
    const ask = async () => {
      while (job.next !== null) {
        const now = job.next;
        job.next = null;
        try {
          const picture = await readPicture(now);
          if (canvas.current) draw(canvas.current, picture);
          setError(null);
        } catch (thrown) {
          setError(toErrorInfo(thrown, 'convert', now));
        }
      }
      job.isBusy = false;
    };
    void ask();
  }, [bytes, words, readPicture]);
  return (
    <>
      <TextForm
        className="raw-words"
        label={strings.rawLabel}
        placeholder={strings.rawExample}
        action={strings.showRaw}
        testId="raw-words"
        onSubmit={onWords}
      />
      {words === null && <p>{strings.noPicture}</p>}
      {error && (
        <p className="warn" role="alert" data-testid="raw-problem">
          {errors.line(error)} {errors.next(error)}
        </p>
      )}
      <canvas ref={canvas} hidden={words === null || error !== null} data-testid="raw-picture" />
    </>
  );
}

function draw(canvas: HTMLCanvasElement, { width, height, pixels }: ContentPicture): void {
  const bytes = new Uint8ClampedArray(bytesOf(pixels).buffer);
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0);
}
