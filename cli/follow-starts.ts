import type { Engine, Follower, Session } from '../engine/index';

/** A job that goes on with another session when its program starts again. */
export interface FollowingJob {
  readonly session: Session;
  /** The former session is the job's to close. */
  moveTo(session: Session): void;
}

/**
 * Until the signal: whenever what the job watches has gone, the next start of its program is opened. A source that comes back
 * under its own name needs none of this: its session sees it.
 * @throws FramelatchError `name-ambiguous`
 */
export async function followStarts(
  engine: Engine,
  follower: Follower,
  job: FollowingJob,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const found = await follower.next(signal);
    if (found === null) return;
    if ((await engine.resolve(found)).name !== job.session.name) {
      job.moveTo(await engine.openSource(found, { alpha: 'stored' }));
    }
    if (!follower.comesBackElsewhere) return;
    await isQuiet(job.session, signal);
  }
}

/** While frames come nobody needs to look for another hook; whether this one has gone is the follower's to find out. */
function isQuiet(session: Session, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    // What it hears after that is of no more interest, and ends with the session.
    session.onUpdate(({ state }) => {
      if (state.kind !== 'live') resolve();
    });
  });
}
