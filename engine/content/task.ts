import { NamedMutex, SharedRegion } from '../../native/index';
import type { TaskReport } from '../../protocol/content';
import type { Producer } from '../../protocol/source';
import { decodeTask, taskHeaderBytes } from '../../protocol/task';
import { taskMutexName } from '../task';

/** A task that is followed, without taking part in it. */
export class TaskSource {
  readonly #name: string;
  #region: SharedRegion | null = null;
  #before = '';

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * `null` while nothing changed.
   * @throws FramelatchError `mapping-missing`, `mapping-too-small`, `mapping-denied`, `layout-mismatch`
   */
  read(producer: Producer | null): TaskReport | null {
    const isGone = this.#region?.isStillNamed() === false;
    this.#region ??= SharedRegion.open(this.#name);
    // What was written last before its name went is still held.
    const last = this.#report(this.#region, producer);
    if (!isGone) return last;
    this.close();
    if (last) return last;
    this.#region = SharedRegion.open(this.#name);
    return this.#report(this.#region, producer);
  }

  #report(region: SharedRegion, producer: Producer | null): TaskReport | null {
    // The order matters: a side that comes takes its mutex before it stores its number, and a worker that dies has stored how it
    // ended before.
    const before = decodeTask(region.read(0, taskHeaderBytes));
    const [ownerLives, workerLives] = [this.#lives('owner'), this.#lives('worker')];
    const { state, progress, owner, worker, requests, reason } = decodeTask(region.read(0, taskHeaderBytes));
    const report: TaskReport = {
      layout: 'task',
      state,
      progress,
      owner: { pid: owner, alive: ownerLives || owner !== before.owner },
      worker: worker ? { pid: worker, alive: workerLives || worker !== before.worker } : null,
      requests,
      reason,
      producer,
    };
    const now = JSON.stringify(report);
    if (now === this.#before) return null;
    this.#before = now;
    return report;
  }

  close(): void {
    this.#region?.close();
    this.#region = null;
  }

  #lives(side: 'owner' | 'worker'): boolean {
    return NamedMutex.look(taskMutexName(this.#name, side)).state === 'held';
  }
}
