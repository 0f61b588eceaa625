import { findFuzzCompiler, nativeTargets, runNativeTarget } from './fuzz-native.mjs';
import { runScriptTarget, scriptTargets } from './fuzz-script.mjs';

// A minute for all of them: enough to run every corpus and to see that nothing new ends at once.
const seconds = 60 / (nativeTargets.length + scriptTargets.length);

export async function runFuzz(tally) {
  const compiler = findFuzzCompiler();
  if (!compiler) tally.skip('fuzzing of the layouts', 'apt-get install clang libclang-rt-14-dev ninja-build');
  for (const target of compiler ? nativeTargets : []) report(tally, await runNativeTarget(target, { seconds }));
  for (const target of scriptTargets) report(tally, await runScriptTarget(target, { seconds }));
}

function report(tally, { target, executions, crashes, output }) {
  tally.check(`fuzz ${target}: ${executions} executions`, crashes === 0 && executions > 0, output.slice(-8000));
}
