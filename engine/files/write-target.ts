import { lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where bytes for a path go. */
export type WriteTarget =
  /** A descriptor of this process, such as the one behind `/dev/stdout`: written as it is open, at its own position. */
  | { readonly kind: 'descriptor'; readonly descriptor: number }
  /** What is no regular file, or another process's descriptor: opened and written, never replaced. */
  | { readonly kind: 'straight'; readonly path: string }
  /** A regular file, or one that is not there yet; `path` has no link in it. */
  | { readonly kind: 'file'; readonly path: string; readonly replaced: Stats | null };

const mostLinks = 40;
const descriptorFolder = /^\/proc\/(\d+)(?:\/task\/\d+)?\/fd$/;

/**
 * Follows links one by one: what the kernel shows as a link below `/proc/PID/fd` is none, and what stands behind it has
 * often no name at all. A link to what is not there yet leads to a new file.
 * @throws NodeJS.ErrnoException
 */
export function writeTargetOf(path: string): WriteTarget {
  let at = path;
  for (let links = 0; links <= mostLinks; links++) {
    const folder = realpathSync(dirname(at));
    const real = join(folder, basename(at));
    const status = lstatSync(at, { throwIfNoEntry: false }) ?? null;
    const owner = descriptorFolder.exec(folder)?.[1];
    if (owner === String(process.pid) && status) return { kind: 'descriptor', descriptor: Number(basename(at)) };
    if (owner !== undefined) return { kind: 'straight', path: real };
    if (!status || status.isFile()) return { kind: 'file', path: real, replaced: status };
    if (!status.isSymbolicLink()) return { kind: 'straight', path: at };
    const next = readlinkSync(at);
    at = next.startsWith('/') || /^[a-z]:|^\\\\/i.test(next) ? next : join(folder, next);
  }
  throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
}
