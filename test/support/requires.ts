import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';

/** Where a program is on the PATH, or null. */
export function findProgram(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      continue;
    }
  }
  return null;
}

/**
 * Whether a test can run: false when a program is missing, and then the test is skipped by its name, saying which Debian
 * package brings it. With CI=true a skip is a failure.
 */
export function requireProgram(context: TestContext, program: string, debianPackage: string): boolean {
  if (findProgram(program)) return true;
  return requireThat(context, false, `${program} is missing: apt-get install ${debianPackage}`);
}

/** The same for anything else that a machine may lack. */
export function requireThat(context: TestContext, isThere: boolean, reason: string): boolean {
  if (isThere) return true;
  if (process.env['CI'] === 'true') throw new Error(`with CI=true nothing is skipped: ${reason}`);
  context.skip(reason);
  return false;
}
