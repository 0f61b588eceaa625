import { getCurrentFuseWire } from '@electron/fuses';
import type { Configuration } from 'electron-builder';

type BuilderFuses = NonNullable<Configuration['electronFuses']>;

interface Fuse {
  /** Its name for electron-builder; null where electron-builder cannot set it, so that it stays as Electron ships it. */
  readonly name: Exclude<keyof BuilderFuses, 'resetAdHocDarwinSignature'> | null;
  readonly on: boolean;
  /** The first major version of Electron that has it. */
  readonly since: number;
}

/** Every fuse, in the order of the wire in Electron's binary. */
const releaseFuses: readonly Fuse[] = [
  // The signed executable must not serve as anybody's Node: what runs under its name is our app.
  { name: 'runAsNode', on: false, since: 12 },
  // There are no cookies, and the profile is thrown away: encryption would only make the desktop ask for its keyring.
  { name: 'enableCookieEncryption', on: false, since: 12 },
  // NODE_OPTIONS and NODE_EXTRA_CA_CERTS would let an environment put code into the main process.
  { name: 'enableNodeOptionsEnvironmentVariable', on: false, since: 12 },
  // --inspect and SIGUSR1 would hand the main process to any debugger on this machine.
  { name: 'enableNodeCliInspectArguments', on: false, since: 12 },
  // The archive is checked against the hash in the executable (Windows, macOS; Linux does not enforce it).
  { name: 'enableEmbeddedAsarIntegrityValidation', on: true, since: 16 },
  // Only that archive is loaded; a folder `resources/app` beside it would escape the check.
  { name: 'onlyLoadAppFromAsar', on: true, since: 16 },
  // We ship no V8 snapshot of our own.
  { name: 'loadBrowserProcessSpecificV8Snapshot', on: false, since: 21 },
  // The page comes from framelatch://, nothing from file://.
  { name: 'grantFileProtocolExtraPrivileges', on: false, since: 29 },
  // WebAssembly's bounds checks by trap, as Electron ships it: we run no WebAssembly.
  { name: null, on: true, since: 41 },
];

/** Fuses that differ in the build that tests drive: Playwright attaches by --inspect. */
const testFuses: ReadonlySet<Fuse['name']> = new Set(['enableNodeCliInspectArguments']);

function expected(fuse: Fuse, isTestBuild: boolean): boolean {
  return isTestBuild && testFuses.has(fuse.name) ? !fuse.on : fuse.on;
}

/** The fuses that this Electron has: electron-builder fails on any other, and leaves a runnable app without fuses. */
export function electronFuses(electronVersion: string, isTestBuild: boolean): BuilderFuses {
  const major = Number.parseInt(electronVersion, 10);
  const fuses: BuilderFuses = {};
  for (const fuse of releaseFuses) {
    if (fuse.name && fuse.since <= major) fuses[fuse.name] = expected(fuse, isTestBuild);
  }
  return fuses;
}

/**
 * Reads the fuses back from a built executable (on macOS the .app).
 * @returns a sentence for each fuse that is not as it should be, and for each that releaseFuses does not know
 */
export async function wrongFuses(executable: string, isTestBuild: boolean): Promise<string[]> {
  const wire = (await getCurrentFuseWire(executable)) as unknown as Record<string, number | string>;
  const positions = Object.keys(wire).filter((key) => /^\d+$/.test(key));
  return positions.flatMap((key) => {
    const fuse = releaseFuses[Number(key)];
    if (!fuse) return [`fuse ${key} is not in build/fuses.ts: a newer Electron has it, so decide on it`];
    return checkFuse(fuse, Number(wire[key]), isTestBuild);
  });
}

/** Digits of the wire are ASCII; a removed fuse (`r`) has no effect any more. */
function checkFuse(fuse: Fuse, state: number, isTestBuild: boolean): string[] {
  const found = String.fromCharCode(state);
  const wanted = expected(fuse, isTestBuild) ? '1' : '0';
  if (found === wanted || found === 'r') return [];
  return [`fuse ${fuse.name ?? 'wasmTrapHandlers'}: found ${found}, expected ${wanted}`];
}
