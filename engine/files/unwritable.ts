import { FramelatchError } from '../../protocol/errors';

const nextSteps: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space there, or choose another place.',
  EDQUOT: 'Free some space there, or choose another place.',
  EISDIR: 'Give the name of a file in that folder.',
  ENOENT: 'Create the folder first, or choose one that exists.',
  ENOTDIR: 'Choose a folder that exists: a part of this path is a file.',
  EACCES: 'Choose a folder that you may write to, or change its permissions.',
  EPERM: 'Choose a folder that you may write to, or change its permissions.',
  EROFS: 'Choose another place: nothing can be written there.',
  ENAMETOOLONG: 'Choose a shorter name.',
  EPIPE: 'Keep the other end of the pipe open until everything is written.',
};

/** A file that could not be written, with the system's words and a step that fits. */
export function unwritable(path: string, thrown: unknown): FramelatchError {
  if (thrown instanceof FramelatchError) return thrown;
  const { code = '', errno } = thrown as NodeJS.ErrnoException;
  return new FramelatchError({
    code: 'file-unwritable',
    operation: 'write',
    target: path,
    reason: systemReason(thrown),
    next: nextSteps[code] ?? 'Choose another place to write to.',
    ...(errno === undefined ? {} : { systemCode: Math.abs(errno) }),
  });
}

/** `ENOSPC: no space left on device, write` as `no space left on device (ENOSPC)`. */
export function systemReason(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const match = /^([A-Z][A-Z0-9]+): (.+?)(?:, \w+(?: .*)?)?$/s.exec(thrown.message);
  return match ? `${match[2]} (${match[1]})` : thrown.message;
}
