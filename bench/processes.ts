import { readdirSync, readFileSync } from 'node:fs';

// Linux has counted in hundredths of a second for user space since it began (sysconf(_SC_CLK_TCK)).
const ticksPerSecond = 100;

/** Seconds of processor time that a process has used (source: proc(5), fields 14 and 15 of stat). */
export function cpuSeconds(pid: number): number {
  const [user = 0, system = 0] = fieldsAfterName(pid).slice(11, 13).map(Number);
  return (user + system) / ticksPerSecond;
}

/**
 * The same in nanoseconds, of the threads that live now (source: the kernel's scheduler/sched-stats.rst, schedstat): for
 * processes that do next to nothing.
 */
export function cpuNanoseconds(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    try {
      return sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]);
    } catch {
      return sum; // ended meanwhile
    }
  }, 0);
}

/** Seconds of processor time that this machine's host gave to others (source: proc(5), field 8 of stat's first line). */
export function stolenSeconds(): number {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/) ?? [];
  return Number(fields[7] ?? 0) / ticksPerSecond;
}

/** Proportional memory of a process and all that it started, in bytes: shared pages are counted once. */
export function treeMemoryBytes(pid: number): number {
  return treeOf(pid).reduce((sum, each) => sum + proportionalBytes(each), 0);
}

/** A process and all that it started. */
export function treeOf(root: number): number[] {
  const all = readdirSync('/proc').map(Number).filter(Boolean);
  const parents = new Map(all.map((pid) => [pid, parentOf(pid)]));
  const belongs = (pid: number): boolean => pid === root || (parents.has(pid) && belongs(parents.get(pid) ?? 0));
  return all.filter(belongs);
}

function parentOf(pid: number): number {
  try {
    return Number(fieldsAfterName(pid)[1]);
  } catch {
    return 0; // ended meanwhile
  }
}

function proportionalBytes(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0; // ended meanwhile
  }
}

/** A process's name may hold anything, so fields are counted from behind it. */
function fieldsAfterName(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
