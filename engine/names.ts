import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';

import { FramelatchError } from '../protocol/errors';
import { pipePath, pipeScheme } from './pipe/pipe-path';

const sharedMemoryFolder = '/dev/shm/';
const dialects = ['CaptureHook', 'GameCapture'] as const;

/** Bare numbers stand for the hook info with that suffix. */
export function candidatesFor(digits: string): readonly string[] {
  return dialects.map((dialect) => `${dialect}_HookInfo${digits}`);
}

function refuse(target: string, reason: string, next: string): never {
  throw new FramelatchError({ code: 'name-invalid', operation: 'look up name', target, reason, next });
}

function withoutNamespace(name: string): string {
  return name.replace(/^(?:Local|Global)\\/, '');
}

/** Absolute, without links: the reader follows none. A path into the shared memory folder is the mapping's name. */
function fromPath(path: string): string {
  let absolute = resolve(path);
  try {
    const real = realpathSync(absolute);
    // What a link of the kernel's says need be no path: `socket:[123]`.
    if (existsSync(real)) absolute = real;
  } catch {
    // Not there yet: it may be waited for.
  }
  const rest = absolute.startsWith(sharedMemoryFolder) ? absolute.slice(sharedMemoryFolder.length) : '';
  return rest && !rest.includes('/') ? rest : absolute;
}

function isPath(text: string): boolean {
  return text.includes('/') || (process.platform === 'win32' && /^(?:[a-z]:\\|\\\\)/i.test(text));
}

/**
 * The full mapping name behind what a user typed: a name, a bare number where only one dialect has it, or a path into the
 * shared memory folder. A number that nothing has yet names the CaptureHook dialect.
 * @param existing names of the mappings that exist now
 * @throws FramelatchError `name-invalid`, `name-ambiguous`
 */
export function resolveName(typed: string, existing: readonly string[]): string {
  const text = typed.trim();
  if (!text)
    return refuse(
      `'${typed}'`,
      'the name is empty',
      'Give a mapping’s name such as CaptureHook_HookInfo1234, or its number.',
    );
  if (text.startsWith(pipeScheme)) {
    pipePath(text.slice(pipeScheme.length));
    return text;
  }
  if (isPath(text)) return fromPath(text);
  if (['.', '..'].includes(withoutNamespace(text))) {
    return refuse(
      text,
      'the name is a folder’s',
      'Give a mapping’s name such as CaptureHook_HookInfo1234, or its number.',
    );
  }
  // `\XX` is a byte that is no UTF-8, as the list writes it.
  if (
    withoutNamespace(text)
      .replace(/\\[89A-F][0-9A-F]/g, '')
      .includes('\\')
  ) {
    return refuse(
      text,
      "a '\\' is legal in 'Local\\' and 'Global\\' only",
      'Remove the other backslashes; a file needs its whole path.',
    );
  }
  return /^\d+$/.test(text) ? fromNumber(text, existing) : text;
}

function fromNumber(digits: string, existing: readonly string[]): string {
  const candidates = candidatesFor(digits);
  const found = existing.filter((name) => candidates.includes(withoutNamespace(name)));
  const [first, second] = found;
  if (first !== undefined && second !== undefined) {
    throw new FramelatchError({
      code: 'name-ambiguous',
      operation: 'look up name',
      target: digits,
      reason: `found ${found.join(' and ')}`,
      next: 'Give the full name of the one you mean.',
    });
  }
  return first ?? `CaptureHook_HookInfo${digits}`;
}
