import { useEffect, type RefObject } from 'react';

/* Where the keyboard goes when a source is opened: to its picture, where single keys act and the arrow keys move it. */

const stage = 'stage';

/** What stands around the picture takes the focus until there is one. */
export const stageFocus = { id: stage, tabIndex: -1 } as const;

/** While another source is being opened: the picture before has gone by then, and a list has had its click. */
export function focusNextPicture(): void {
  requestAnimationFrame(focusPicture);
}

export function focusPicture(): void {
  const target = document.querySelector<HTMLElement>(`#${stage} .view`) ?? document.getElementById(stage);
  target?.focus({ preventScroll: true });
}

/** A picture that appears takes over the focus that waited for it around it, and never any other. */
export function usePictureFocus(view: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.activeElement?.id === stage) view.current?.focus({ preventScroll: true });
  }, [view]);
}
