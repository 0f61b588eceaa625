import { useEffect, useRef, useState, type ReactNode } from 'react';

import { useStrings } from '../strings/strings';

interface EncodedPictureProps {
  readonly bytes: Uint8Array;
  readonly type: string;
  /** In its place when it cannot be decoded: pixels may begin like a picture. */
  readonly otherwise: ReactNode;
}

/**
 * PNG, JPEG or BMP. Somebody else's bytes: decoded here, in the sandboxed page, and nowhere else.
 */
export function EncodedPicture({ bytes, type, otherwise }: EncodedPictureProps) {
  const { content: strings } = useStrings();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [broken, setBroken] = useState<Uint8Array | null>(null);
  const problem = broken === bytes ? strings.brokenPicture(type) : null;
  useEffect(() => {
    let isCurrent = true;
    createImageBitmap(new Blob([bytes.slice()], { type })).then(
      (bitmap) => {
        const target = canvas.current;
        if (isCurrent && target) {
          target.width = bitmap.width;
          target.height = bitmap.height;
          target.getContext('2d')?.drawImage(bitmap, 0, 0);
        }
        bitmap.close();
      },
      () => isCurrent && setBroken(bytes),
    );
    return () => {
      isCurrent = false;
    };
  }, [bytes, type]);
  return (
    <>
      {problem && <p data-testid="picture-problem">{problem}</p>}
      {problem && otherwise}
      <canvas ref={canvas} hidden={problem !== null} data-testid="content-picture" />
    </>
  );
}
