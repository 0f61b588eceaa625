import { test, type TestContext } from 'node:test';

import { picturePath } from './pictures';
import { canRun, viewersOf, type ShellName, type Viewer } from './viewer';

/** The longest that one may take on a busy machine; a hang is a failure with its evidence, not a run without end. */
const timeout = 180_000;

/**
 * A test through a shell, skipped by name where the shell cannot run. When it fails, what each open window showed is
 * kept in out/e2e, and what each app wrote is told.
 */
export function journey(title: string, shell: ShellName, body: (context: TestContext) => Promise<void>): void {
  test(`${shell}: ${title}`, { timeout }, async (context) => {
    if (!canRun(context, shell)) return;
    try {
      await body(context);
    } catch (failure) {
      for (const viewer of viewersOf(context)) await keepEvidence(context, viewer, `${shell} ${title} failed`);
      throw failure;
    }
  });
}

async function keepEvidence(context: TestContext, { page, output }: Viewer, name: string): Promise<void> {
  const path = picturePath(name);
  const shown = await page.screenshot({ path, timeout: 5000 }).then(
    () => `the window: ${path}`,
    (error: Error) => `the window could not be photographed: ${error.message}`,
  );
  context.diagnostic(shown);
  if (output()) context.diagnostic(`the app said: ${output().slice(-4000)}`);
}
