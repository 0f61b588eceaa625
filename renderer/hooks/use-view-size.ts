import { useEffect, useState, type RefObject } from 'react';

import type { View } from '../geometry';

/** An element's size and its display's scale, as they change. */
export function useViewSize(element: RefObject<HTMLElement | null>): View {
  const [view, setView] = useState<View>({ width: 0, height: 0, pixelRatio: 1 });
  useEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const measure = () => {
      const { clientWidth, clientHeight } = target;
      setView({ width: clientWidth, height: clientHeight, pixelRatio: window.devicePixelRatio });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    // A window that moves to another display may keep its size in CSS pixels.
    window.addEventListener('resize', measure);
    measure();
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [element]);
  return view;
}
