/* C leaves sizes to the platform: whose program writes the struct decides what `long` and `wchar_t` are. */

/** The platforms whose layout is known; without a number, 64 bits. */
export const writerPlatforms = ['linux', 'linux32', 'windows', 'windows32'] as const;

export type WriterPlatform = (typeof writerPlatforms)[number];

/** What a compiler of that platform decides. Sizes in bytes. */
export interface Target {
  readonly platform: WriterPlatform;
  readonly isWindows: boolean;
  readonly pointer: 4 | 8;
  readonly long: 4 | 8;
  readonly wide: 2 | 4;
  /** Within a struct, of what has eight bytes: the ABI of 32-bit x86 outside of Windows says 4. */
  readonly eightByteAlignment: 4 | 8;
}

export function targetOf(platform: WriterPlatform): Target {
  const isWindows = platform.startsWith('windows');
  const is32 = platform.endsWith('32');
  return {
    platform,
    isWindows,
    pointer: is32 ? 4 : 8,
    long: isWindows || is32 ? 4 : 8,
    wide: isWindows ? 2 : 4,
    eightByteAlignment: is32 && !isWindows ? 4 : 8,
  };
}

/** Of programs of the system that this runs on; every system but Windows has the sizes of Linux. */
export function ownPlatform(): WriterPlatform {
  const { process } = globalThis as { readonly process?: { readonly platform?: string } };
  return process?.platform === 'win32' ? 'windows' : 'linux';
}

/**
 * What compilers of the platform define; `null` = known not to be defined. A header is read as C, by the compiler that is
 * usual there.
 */
export function predefined({ platform, isWindows, pointer }: Target): ReadonlyMap<string, string | null> {
  const is64 = pointer === 8;
  const onWindows = (value: string) => (isWindows ? value : null);
  const elsewhere = (value: string) => (isWindows ? null : value);
  return new Map([
    ['_WIN32', onWindows('1')],
    ['WIN32', onWindows('1')],
    ['_WINDOWS', onWindows('1')],
    ['_WIN64', is64 ? onWindows('1') : null],
    ['_MSC_VER', onWindows('1930')],
    ['_M_X64', is64 ? onWindows('100') : null],
    ['_M_IX86', is64 ? null : onWindows('600')],
    ['__linux__', elsewhere('1')],
    ['__linux', elsewhere('1')],
    ['__unix__', elsewhere('1')],
    ['__GNUC__', elsewhere('12')],
    ['__LP64__', is64 ? elsewhere('1') : null],
    ['__x86_64__', is64 ? elsewhere('1') : null],
    ['__i386__', platform === 'linux32' ? '1' : null],
    ['__STDC__', '1'],
    ['__STDC_VERSION__', '201112'],
    ...unusual.map((name): [string, null] => [name, null]),
  ]);
}

const unusual = [
  '__cplusplus',
  '__APPLE__',
  '__ANDROID__',
  '__CYGWIN__',
  '__MINGW32__',
  '__MINGW64__',
  '__clang__',
  '__BORLANDC__',
  '__arm__',
  '__aarch64__',
  '_M_ARM',
  '_M_ARM64',
  'RC_INVOKED',
  'MIDL_PASS',
  'SWIG',
] as const;
