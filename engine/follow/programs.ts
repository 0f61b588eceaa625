import type { SourceListing } from '../../protocol/source';
import { isMeant, namesOfProcess, startOfProcess, type ProcessNames } from './process-names';

/** A hook's name changes with each start of its program: this in front of an executable's name means whichever it has now. */
export const programScheme = 'program:';

/** A hook that a living process has loaded. */
export interface ProgramHook {
  /** Its info's mapping. */
  readonly name: string;
  readonly pid: number;
  readonly names: ProcessNames;
}

/** Which program each listed hook belongs to; what was read of a process is kept as long as its hook is listed. */
export class Programs {
  #known = new Map<string, ProgramHook>();

  /** The hooks among the rows whose process is known. */
  of(rows: readonly SourceListing[]): readonly ProgramHook[] {
    const known = new Map<string, ProgramHook>();
    for (const row of rows) {
      const pid = pidOf(row);
      if (pid === null) continue;
      // A process that began as another program has another name than it had.
      const key = `${row.name} ${pid} ${row.producer?.name}`;
      const hook = this.#known.get(key) ?? {
        name: row.name,
        pid,
        names: namesOfProcess(pid, row.producer?.name ?? ''),
      };
      if (hook.names.all.length > 0) known.set(key, hook);
    }
    this.#known = known;
    return [...known.values()];
  }

  /** The rows, with the program of those that are hooks. */
  mark(rows: readonly SourceListing[]): readonly SourceListing[] {
    const shown = new Map(this.of(rows).map(({ name, names }) => [name, names.shown]));
    return rows.map((row) => {
      const program = shown.get(row.name);
      return program === undefined ? row : { ...row, program };
    });
  }
}

/** The process of a hook: its writer, else, where writers cannot be seen, the number in its name. */
function pidOf({ layout, leftover, producer, name }: SourceListing): number | null {
  if ((layout !== 'capture-hook' && layout !== 'game-capture') || leftover) return null;
  if (producer) return producer.alive ? producer.pid : null;
  const [digits] = /\d{1,10}$/.exec(name) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** The hooks that a program's name means, newest process first. */
export function hooksOf(program: string, hooks: readonly ProgramHook[]): readonly ProgramHook[] {
  const meant = hooks.filter(({ names }) => isMeant(program, names));
  if (meant.length < 2) return meant;
  const start = new Map(meant.map(({ pid }) => [pid, startOfProcess(pid) ?? 0]));
  return [...meant].sort((a, b) => (start.get(b.pid) ?? 0) - (start.get(a.pid) ?? 0));
}
