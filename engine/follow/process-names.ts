import { readFileSync, readlinkSync } from 'node:fs';

/** What a process is called. */
export interface ProcessNames {
  /** The one to show: an executable's file name. Untrusted text. */
  readonly shown: string;
  /** Every name that means it. */
  readonly all: readonly string[];
}

// Linux keeps this many bytes of a process's name (source: proc_pid_comm(5), TASK_COMM_LEN).
const keptBytes = 15;

/**
 * Where the system cuts names off (Linux), the whole name is the executable's or, of a program under Wine, that of the first
 * argument; where it does not (Windows), the name that it told is the image's.
 * @param told the process's name as the platform gives it
 */
export function namesOfProcess(pid: number, told: string): ProcessNames {
  if (process.platform !== 'linux') return { shown: told, all: [told] };
  const command = told || readOr(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd());
  const executable = baseName(readOr(() => readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '')));
  const [first = ''] = readOr(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
  return namesFrom(command, executable, baseName(first));
}

/** The same from what was read: the three names of one process, '' where one is unknown. */
export function namesFrom(command: string, executable: string, firstArgument: string): ProcessNames {
  const isCut = Buffer.byteLength(command) >= keptBytes;
  const whole = isCut
    ? [firstArgument, executable].find((name) => name.toLowerCase().startsWith(command.toLowerCase()))
    : undefined;
  const shown = whole ?? (command || executable);
  return { shown, all: [...new Set([shown, executable, firstArgument])].filter(Boolean) };
}

/** When the process began, in the system's ticks; `null` where that cannot be told. Later is larger. */
export function startOfProcess(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  // The name, in brackets, may hold anything: the fields are counted from behind it (source: proc_pid_stat(5), starttime).
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  return stat && Number.isFinite(ticks) ? ticks : null;
}

/** Whether what a user typed means one of these names: whole, or without `.exe`, in any case of letters. */
export function isMeant(typed: string, { all }: ProcessNames): boolean {
  const wanted = typed.toLowerCase();
  return all.some((name) => name.toLowerCase() === wanted || name.toLowerCase() === `${wanted}.exe`);
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Another user's process, or one that has just ended, tells nothing. */
function readOr(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
