import { useEffect, useRef } from 'react';

// Seen in Chromium 108 (Electron 22); no later one that was tried keeps it.
const firstThatFollows = 120;

/** Whether a canvas that a worker draws takes another way of scaling while it is there; older ones keep their first. */
function followsStyle(): boolean {
  const [, version] = /Chrome\/(\d+)/.exec(navigator.userAgent) ?? [];
  return version === undefined || Number(version) >= firstThatFollows;
}

/** Opens the source anew where its canvas would go on with the scaling that it began with. */
export function useScaling(session: number | null, pixelated: boolean, reopen: () => void): void {
  const begun = useRef({ session, pixelated });
  useEffect(() => {
    const isSame = begun.current.session === session;
    const isChanged = isSame && begun.current.pixelated !== pixelated;
    begun.current = { session, pixelated };
    if (isChanged && session !== null && !followsStyle()) reopen();
  }, [session, pixelated, reopen]);
}
