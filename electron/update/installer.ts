import type { UpdateSystem } from './feed';

/** How this copy of the program is replaced by a newer one. */
export interface Installer {
  readonly system: UpdateSystem;
  /** Takes away what a process that died while it fetched has left. */
  removeUnfinished(): void;
  /**
   * Where a new version's file is written, while it is checked: nothing is there yet.
   * @throws FramelatchError `update-not-installed`
   */
  place(): string;
  /**
   * Puts a checked file in this program's place, whole or not at all. The program is to end when this resolves.
   * @throws FramelatchError `update-not-installed`; then nothing has changed
   */
  install(path: string): Promise<void>;
  /** Starts the new version; called as the last thing of this process. */
  restart(): void;
}
