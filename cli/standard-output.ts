import { FramelatchError } from '../protocol/errors';

/** What tells the packaged app from a Node, and Windows from others. */
export interface OutputOwner {
  readonly platform: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
}

/**
 * Whether standard output takes a picture: a terminal does not, and no pipe or file of an Electron on Windows, which has written an
 * empty line there before any script of ours runs (`ElectronMainDelegate::BasicStartupComplete`, in every version from 1 on).
 * @throws FramelatchError `usage`
 */
export function requireBinaryOutput(isTerminal: boolean, { platform, versions }: OutputOwner = process): void {
  if (isTerminal) throw refused('a PNG does not belong on a terminal', 'Redirect it, or give --out a file name.');
  if (platform === 'win32' && versions['electron'] !== undefined) {
    throw refused(
      'on Windows the app’s standard output begins with an empty line of Electron’s, which would damage the PNG',
      'Give --out a file name.',
    );
  }
}

function refused(reason: string, next: string): FramelatchError {
  return new FramelatchError({ code: 'usage', operation: 'write', target: 'standard output', reason, next });
}
