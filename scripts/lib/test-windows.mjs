import { findProgram } from './run.mjs';

/** On Windows the suite itself; elsewhere what can be seen of it under Wine: semantics, no speed. */
export async function runWindowsTests(tally) {
  if (process.platform === 'win32') {
    const { runWindowsHere } = await import('./windows-here.mjs');
    return runWindowsHere(tally);
  }
  if (process.platform !== 'linux') return tally.skip('Windows under Wine', 'these tests need Wine on Linux');
  if (!findProgram('wine')) return tally.skip('Windows under Wine', 'apt-get install wine wine64 fonts-wine');
  if (!findProgram('x86_64-w64-mingw32-g++-posix')) {
    return tally.skip('Windows under Wine', 'apt-get install g++-mingw-w64-x86-64-posix');
  }
  const { runWindowsSuites } = await import('./windows-suites.mjs');
  return runWindowsSuites(tally);
}
