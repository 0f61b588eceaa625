import { useEffect, useRef, useState } from 'react';
import { Button, Form, Input, TextField } from 'react-aria-components';

import type { ContentPicture } from '../../protocol/content';
import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import { useStrings } from '../strings/strings';

interface RawPictureProps {
  /** Read anew whenever they change. */
  readonly bytes: Uint8Array;
  readonly readPicture: (words: string) => Promise<ContentPicture>;
}

/** Content as pixels, by a size and a format that the user gives. */
export function RawPicture({ bytes, readPicture }: RawPictureProps) {
  const { content: strings, error: errors } = useStrings();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [text, setText] = useState('');
  const [words, setWords] = useState<string | null>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);
  useEffect(() => {
    let isCurrent = words !== null && bytes.length > 0;
    if (words === null) return undefined;
    readPicture(words).then(
      (picture) => {
        if (!isCurrent || !canvas.current) return;
        draw(canvas.current, picture);
        setError(null);
      },
      (thrown: unknown) => isCurrent && setError(toErrorInfo(thrown, 'convert', words)),
    );
    return () => {
      isCurrent = false;
    };
  }, [bytes, words, readPicture]);
  return (
    <>
      <Form
        className="raw-words"
        onSubmit={(event) => {
          event.preventDefault();
          setWords(text.trim());
        }}
      >
        <TextField aria-label={strings.rawLabel} value={text} onChange={setText}>
          <Input placeholder={strings.rawExample} spellCheck="false" autoComplete="off" data-testid="raw-words" />
        </TextField>
        <Button className="button small" type="submit" data-testid="show-raw">
          {strings.showRaw}
        </Button>
      </Form>
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
  const bytes = Uint8ClampedArray.from(atob(pixels), (character) => character.charCodeAt(0));
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0);
}
