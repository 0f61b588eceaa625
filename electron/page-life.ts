import type { WebContents } from 'electron';

import { contained } from '../engine/index';
import { reportFailure } from './failures';
import { failedPageUrl } from './scheme';
import { strings } from './strings';

const withinMs = 60_000;
/** Crashes within that time after which the page is loaded again by itself. */
const mostReloads = 3;
const longestDelayMs = 30_000;

export interface PageListener {
  /** The window's page ended: closed, reloaded, crashed. */
  onEnd(): void;
  /** It crashed more than once lately: what it showed may be why. */
  onDoubt(): void;
}

/**
 * Tells of each end of the window's page. One that crashed is loaded again; when that comes again and again, a page that does
 * nothing takes its place, says so, and waits for the user. The app stays: it may have other work, and a way out.
 */
export function watchPage(contents: WebContents, { onEnd, onDoubt }: PageListener): void {
  let crashedAtMs: readonly number[] = [];
  contents.on('did-start-navigation', (_details, _url, isInPlace, isMainFrame) => {
    if (isMainFrame && !isInPlace) onEnd();
  });
  contents.on('destroyed', onEnd);
  const onCrash = (reason: string) => {
    onEnd();
    if (reason === 'clean-exit' || contents.isDestroyed()) return;
    const now = performance.now();
    crashedAtMs = [...crashedAtMs.filter((time) => now - time < withinMs), now];
    const count = crashedAtMs.length;
    process.stderr.write(`${strings.pageFailed(reason, count)}\n`);
    if (count > 1) onDoubt();
    if (count <= mostReloads) return contents.reload();
    // Ever later, as even the page that does nothing may crash.
    setTimeout(() => showFailure(contents), Math.min(longestDelayMs, 2 ** (count - mostReloads) * 100)).unref();
  };
  contents.on('render-process-gone', (_event, { reason }) => contained(onCrash, reportFailure)(reason));
}

function showFailure(contents: WebContents): void {
  if (contents.isDestroyed()) return;
  // Crashed again while it was loading: that is told by itself.
  contents.loadURL(failedPageUrl).catch(() => {});
}
