import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a process holds (source: proc(5)). */
export interface Resources {
  readonly descriptors: readonly string[];
  readonly threads: number;
  readonly residentMiB: number;
}

export function resourcesOf(pid: number): Resources {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const number = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { descriptors: descriptorsOf(pid), threads: number('Threads'), residentMiB: number('VmRSS') / 1024 };
}

function descriptorsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  const targets = readdirSync(folder).map((entry) => {
    try {
      return readlinkSync(`${folder}/${entry}`);
    } catch {
      return ''; // closed meanwhile
    }
  });
  // Chromium opens its caches when it first has something to keep.
  return targets.filter((target) => target !== '' && !/Cache\//.test(target));
}

/** The least of some looks: what opens and closes in passing is no leak. */
export async function settledResources(pid: number, pause: () => Promise<void>): Promise<Resources> {
  let best = resourcesOf(pid);
  for (let look = 0; look < 20; look += 1) {
    await pause();
    const next = resourcesOf(pid);
    if (next.descriptors.length < best.descriptors.length || next.threads < best.threads) best = next;
  }
  return best;
}
