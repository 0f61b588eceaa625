import { readFileSync } from 'node:fs';

import type { Command } from 'commander';

import { loadNative, type NativeDialect, type SourceReplay } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import { inPlaceOfLeftover } from './leftover';
import { nonNegativeNumber, wholeNumber } from './options';
import { endSignal, paced, still } from './pace';
import { print } from './text';

interface ReplayOptions {
  readonly id?: number;
  readonly fps: number;
}

const gameCaptureInfoBytes = 56;

export function addReplayCommand(program: Command): void {
  program
    .command('replay')
    .description('Put a recording of a hook’s two mappings back as a live source')
    .argument('<hook-info>', 'the FILE.hook_info.bin')
    .argument('<texture>', 'the FILE.texture.bin of the same recording')
    .option('--id <n>', 'the number in the names; this process’s pid by default', wholeNumber)
    .option('--fps <n>', 'alternate the two buffers so many times a second; 0 = a still picture', nonNegativeNumber, 30)
    .action(replay);
}

async function replay(hookInfoPath: string, texturePath: string, options: ReplayOptions): Promise<void> {
  const hookInfo = read(hookInfoPath);
  const texture = read(texturePath);
  // The dialects' headers differ in length, and a recording holds nothing but its bytes.
  const dialect: NativeDialect = hookInfo.length === gameCaptureInfoBytes ? 'GameCapture' : 'CaptureHook';
  const native = loadNative();
  const id = options.id ?? process.pid;
  const source = await inPlaceOfLeftover(native, () => native.openReplay({ dialect, id, hookInfo, texture }));
  try {
    print(`${source.hookInfoName}  replaying ${hookInfoPath}`);
    await show(source, texture, options.fps);
  } finally {
    source.close();
  }
}

async function show(source: SourceReplay, texture: Buffer, fps: number): Promise<void> {
  const signal = endSignal();
  const recorded = texture.readInt32LE(0) === 1 ? 1 : 0;
  if (fps > 0) {
    await paced(fps, signal, (number) => {
      source.show(number % 2 === 0 ? 1 : 0);
      return true;
    });
    return;
  }
  await still(signal, () => source.show(recorded));
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (thrown) {
    throw new FramelatchError({
      code: 'file-unreadable',
      operation: 'read',
      target: path,
      reason: (thrown as NodeJS.ErrnoException).message,
      next: 'Give the two files of one recording: FILE.hook_info.bin FILE.texture.bin.',
    });
  }
}
