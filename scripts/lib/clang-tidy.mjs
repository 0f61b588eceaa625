import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { root, run } from './run.mjs';
import { digestOf, isUpToDate, writeStamp } from './stamp.mjs';

// clang-tidy reads g++'s command lines, and clang does not know all of g++'s warnings.
const options = ['--quiet', '--extra-arg=-Wno-unknown-warning-option'];

/**
 * Lints C++ files, as many at a time as there are processors. Some ten seconds a file: one that was found clean is not
 * looked at again until it, a header or the rules change.
 * @param files paths relative to the root
 * @param database the folder with compile_commands.json
 * @returns the output for each file that has something to mend
 */
export async function clangTidy(files, headers, database) {
  const shared = digestOf([...headers, '.clang-tidy', join(database, 'compile_commands.json')]);
  const stampOf = (file) => join('out', 'stamps', 'clang-tidy', file);
  const isClean = (file) => isUpToDate(stampOf(file), digestOf([file], shared));
  const waiting = files.filter((file) => !isClean(file));
  const complaints = [];
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const digest = digestOf([file], shared);
      const { code, output } = await run('clang-tidy', [...options, '-p', database, join(root, file)], { quiet: true });
      if (code === 0) writeStamp(stampOf(file), digest);
      else complaints.push(output);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return complaints;
}
