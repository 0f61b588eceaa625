import { useCallback, useRef, useState } from 'react';

const shownMs = 6000;

/** A sentence that goes away by itself. */
export function useNotice(): { notice: string | null; show: (text: string) => void } {
  const [notice, setNotice] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback((text: string) => {
    clearTimeout(timer.current);
    setNotice(text);
    timer.current = setTimeout(() => setNotice(null), shownMs);
  }, []);
  return { notice, show };
}
