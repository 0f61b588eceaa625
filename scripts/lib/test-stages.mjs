import { runCppTests } from './test-cpp.mjs';
import { runCases } from './test-cases.mjs';
import { runChecks } from './test-checks.mjs';
import { runModel } from './test-model.mjs';
import { runAppTests, runNodeTests } from './test-node.mjs';
import { runFuzz } from './test-fuzz.mjs';
import { runPackages } from './test-packages.mjs';
import { runStorm } from './test-storm.mjs';
import { runWindowsTests } from './test-windows.mjs';

/** Every stage of `npm test`; each adds what it counted to the tally. */
export const stages = [
  { name: 'checks', about: 'formatters, linters, types', run: runChecks },
  { name: 'cpp', about: 'C++ tests: as the addon is built, ASan+UBSan, TSan', run: runCppTests },
  { name: 'model', about: 'the lock protocol in every order of its steps', run: runModel },
  { name: 'node', about: 'TypeScript tests on Node', run: runNodeTests },
  { name: 'cases', about: 'faults that were found from outside, by the command line', run: runCases },
  { name: 'app', about: 'the packaged app in Electron, the browser shell in Chromium', run: runAppTests },
  { name: 'fuzz', about: 'a minute of bytes that nobody vouches for, for everything that is parsed', run: runFuzz },
  { name: 'storm', about: 'producers, readers and the renderer killed at random points', run: runStorm },
  { name: 'windows', about: 'addon, command line and app for Windows, under Wine', run: runWindowsTests },
  { name: 'packages', about: 'every package made, installed, used, upgraded and removed', run: runPackages },
];
