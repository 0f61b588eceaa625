import type { Inspection } from '../native/index';
import { assertNever } from '../protocol/assert';
import type { SessionState, WaitingReason } from '../protocol/session';

/**
 * What is the matter with a source, and what to do, in one or two plain sentences. For terminals; the window has its own
 * catalogue.
 * @param remarks on the picture that was seen, see `pictureRemarks`
 */
export function verdictOf(inspection: Inspection, remarks: readonly string[] = []): string {
  const verdict = faultOf(inspection);
  if (!remarks.length) return verdict ?? 'Nothing is wrong: frames can be read.';
  return `${verdict ?? 'Frames can be read.'} Seen without a lock, the picture is ${remarks.join(', ')}.`;
}

/** `null` where nothing is wrong. */
function faultOf(inspection: Inspection): string | null {
  const { error, texture, mutexes, liveness, producer, keepAlive } = inspection;
  if (error) return `${error.reason}. ${error.next}`;
  const missing = mutexes.findIndex((mutex) => mutex.state === 'missing' || mutex.state === 'denied');
  if (missing >= 0) {
    return `Buffer mutex ${missing + 1} is ${mutexes[missing]?.state}: without it no frame can be read safely. Check what the producer creates.`;
  }
  if (inspection.layout === 'pipe') return 'Its producer listens: frames come when somebody watches.';
  if (['checked-block', 'struct', 'task'].includes(inspection.layout)) {
    return 'It holds no picture: `framelatch read` shows its content.';
  }
  if (liveness === 'gone') return goneText(inspection);
  if (texture?.header.last_tex === -1) {
    return keepAlive?.state === 'missing' ? waitingText('hook-idle') : waitingText('nothing-published');
  }
  const abandoned = mutexes.some((mutex) => mutex.state === 'abandoned');
  if (abandoned) return 'A process died while it held a buffer’s mutex: that picture may be torn.';
  if (producer) return null;
  return liveness === 'running'
    ? 'Frames can be read. A process that cannot be seen from here writes them: another user’s, or one outside this container.'
    : 'Frames can be read. Whether a process still writes them cannot be told from here.';
}

function goneText({ layout }: Inspection): string {
  if (layout === 'xwd' || layout === 'raw') return 'No process writes it: what it shows is still.';
  return 'No process writes it: a leftover of a dead producer. `framelatch snap` still gets its last picture; `framelatch clean` removes it.';
}

function waitingText(reason: WaitingReason): string {
  switch (reason) {
    case 'hook-idle':
      return 'No capturing application holds the hook’s KeepAlive mutex, so the hook is idle and publishes nothing. Attach to it with `framelatch attach`, or start a capture of this process, for example in OBS.';
    case 'nothing-published':
      return 'The producer has published no frame yet.';
    case 'buffers-busy':
      return 'Both buffers were locked at every look so far.';
    default:
      return assertNever(reason);
  }
}

/** A session's state in words. */
export function describeState(state: SessionState): string {
  switch (state.kind) {
    case 'searching':
      return `Waiting for ${state.name} to appear.`;
    case 'waiting-for-first-frame':
      return waitingText(state.reason);
    case 'live':
      return 'Live.';
    case 'stalled':
      return `Stalled: nothing new for ${(state.quietForMs / 1000).toFixed(1)} s.`;
    case 'producer-gone':
      return state.reason === 'mapping-removed'
        ? 'The producer removed its mapping. The last picture is kept; it comes back by itself.'
        : 'The producer’s process has ended. The last picture is kept; it comes back by itself.';
    case 'failed':
      return `${state.error.reason}. ${state.error.next}`;
    default:
      return assertNever(state);
  }
}
