import { SharedRegion } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import type { Reading } from '../../protocol/reading';
import { hooksOf, programScheme, type ProgramHook } from './programs';

/**
 * The executable that a source's name means by itself; `null` for every other name.
 * @throws FramelatchError `name-invalid` for `program:` without a usable name
 */
export function namedProgram(name: string): string | null {
  const text = name.trim();
  if (!text.startsWith(programScheme)) return null;
  const program = text.slice(programScheme.length).trim();
  if (program && !/[/\\]/.test(program)) return program;
  throw new FramelatchError({
    code: 'name-invalid',
    operation: 'look up program',
    target: text,
    reason: program ? 'found a path, expected the file name of an executable' : 'the name is empty',
    next: 'Write it as program:game.exe.',
  });
}

/** Whether a name that no mapping has may be an executable's: no path, no number, no scheme, not read as something else. */
export function mayBeProgram(name: string, { layout }: Reading): boolean {
  const isHook = layout === undefined || layout === 'capture-hook' || layout === 'game-capture';
  return isHook && !/^\d*$|[/\\:]|^(?:CaptureHook|GameCapture)_/.test(name.trim());
}

/** Whether a mapping of that name exists, whatever it holds. */
export function mappingExists(name: string): boolean {
  try {
    SharedRegion.open(name).close();
    return true;
  } catch (thrown) {
    if (thrown instanceof FramelatchError) return thrown.code !== 'mapping-missing' && thrown.code !== 'name-invalid';
    throw thrown;
  }
}

/**
 * The one hook of a program; `null` when it has none.
 * @throws FramelatchError `name-ambiguous`, with the numbers of all
 */
export function onlyHookOf(program: string, hooks: readonly ProgramHook[]): ProgramHook | null {
  const found = hooksOf(program, hooks);
  if (found.length > 1) throw ambiguous(program, found);
  return found[0] ?? null;
}

export function ambiguous(program: string, found: readonly ProgramHook[]): FramelatchError {
  const numbers = found.map(({ name }) => /\d+$/.exec(name)?.[0] ?? name);
  return new FramelatchError({
    code: 'name-ambiguous',
    operation: 'look up program',
    target: program,
    reason: `found ${found.length} hooks of it: ${numbers.join(', ')} (the newest first)`,
    next: 'Give the number of the one you mean.',
  });
}
