import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { addonFolder } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import { noOffsets, parseOffsets, type HookOffsets } from './offsets';

const longestMs = 10_000;
const longestOutput = 64 * 1024;

/** What the helper came back with. */
export interface FoundOffsets {
  readonly offsets: HookOffsets;
  /** Why some are missing, in a sentence; `null` when the helper did all it could. */
  readonly problem: string | null;
}

export type FindOffsets = (bits: 32 | 64) => Promise<FoundOffsets>;

/**
 * Asks the helper beside the addon. It loads graphics drivers, so it is a process of its own with a time limit; what it printed
 * until then counts. Libraries have the same offsets in every process of one bitness, so there is one for each.
 */
export const findOffsets: FindOffsets = async (bits) => {
  const name = `framelatch-offsets${bits}.exe`;
  // Electron runs no program out of an asar.
  const path = join(addonFolder().replace(/\bapp\.asar\b(?!\.)/, 'app.asar.unpacked'), name);
  if (!existsSync(path)) {
    return { offsets: noOffsets(), problem: `this build has no ${name}, which would find them` };
  }
  const { output, problem } = await run(path);
  try {
    return { offsets: parseOffsets(output, name), problem };
  } catch (thrown) {
    if (!(thrown instanceof FramelatchError)) throw thrown;
    return { offsets: noOffsets(), problem: problem ?? `${name} could make no Direct3D device` };
  }
};

function run(path: string): Promise<{ output: string; problem: string | null }> {
  const options = { timeout: longestMs, killSignal: 'SIGKILL', maxBuffer: longestOutput, windowsHide: true } as const;
  return new Promise((resolve) => {
    execFile(path, [], options, (error, output) => {
      if (!error) return resolve({ output, problem: null });
      const why = error.killed ? `did not end within ${longestMs / 1000} s` : `failed (${error.code ?? error.message})`;
      resolve({ output, problem: `the helper that finds them ${why}` });
    });
  });
}
