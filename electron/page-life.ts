import type { WebContents } from 'electron';

import { endWith } from './failures';
import { strings } from './strings';

const crashesApartMs = 10_000;

/**
 * Calls back whenever the window's page ends: closed, reloaded, crashed. A page that crashed is loaded again, but one that
 * crashes at once again ends the app, with the reason.
 */
export function watchPage(contents: WebContents, onEnd: () => void): void {
  let crashedAt = Number.NEGATIVE_INFINITY;
  contents.on('did-start-navigation', (_details, _url, isInPlace, isMainFrame) => {
    if (isMainFrame && !isInPlace) onEnd();
  });
  contents.on('destroyed', onEnd);
  contents.on('render-process-gone', (_event, { reason }) => {
    onEnd();
    if (reason === 'clean-exit' || contents.isDestroyed()) return;
    const now = performance.now();
    if (now - crashedAt < crashesApartMs) endWith(strings.pageKeepsFailing(reason));
    crashedAt = now;
    contents.reload();
  });
}
