import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { findProgram, Refusal, root, run } from './run.mjs';

/** The targets of native/fuzz: libFuzzer over the layouts, with AddressSanitizer and UndefinedBehaviorSanitizer. */
export const nativeTargets = [
  'capture-hook',
  'game-capture',
  'virtual-camera',
  'xwd',
  'checked-block',
  'task',
  'raw',
  'sniff',
  'convert',
  'names',
];

const buildFolder = join(root, 'out', 'cmake', 'fuzz');
/** Relative to the root. */
export const nativeProgram = join('out', 'cmake', 'fuzz', 'framelatch_fuzz');
const compilers = ['clang++-14', 'clang++', 'clang++-15', 'clang++-16'];

/** The compiler that can build them; `null` where there is none. */
export function findFuzzCompiler() {
  return findProgram('ninja') && (compilers.find((name) => findProgram(name)) ?? null);
}

let isBuilt = false;

async function buildOnce() {
  if (isBuilt) return;
  const compiler = findFuzzCompiler();
  if (!compiler) throw new Refusal('These targets need clang: apt-get install clang libclang-rt-14-dev ninja-build');
  const configure = ['--preset', 'fuzz', `-DCMAKE_CXX_COMPILER=${compiler}`];
  const configured = await run('cmake', configure, { cwd: join(root, 'native'), quiet: true });
  if (configured.code !== 0) throw new Refusal(configured.output);
  const built = await run('cmake', ['--build', buildFolder, '--target', 'framelatch_fuzz', '--parallel', '2'], {
    quiet: true,
  });
  if (built.code !== 0) throw new Refusal(built.output);
  isBuilt = true;
}

// Without them an execution spends most of its time on the bookkeeping of allocations: who made each, and freed memory that
// nobody uses again. One execution frees far less than a megabyte. An input alone is executed with all that can be told.
const searchOptions = 'malloc_context_size=1:quarantine_size_mb=1:detect_stack_use_after_return=0';
const oneInputOptions = 'detect_stack_use_after_return=1';

/** @returns what the table says, and the output */
export async function runNativeTarget(target, { runs, seconds, input }) {
  await buildOnce();
  const found = join(root, 'out', 'fuzz', target);
  mkdirSync(found, { recursive: true });
  const bounds = runs === undefined ? [`-max_total_time=${Math.ceil(seconds)}`] : [`-runs=${runs}`];
  const search = [
    ...bounds,
    '-max_len=4096',
    // How rare each of its features is, told anew for every input: a third of the time.
    '-entropic=0',
    '-print_final_stats=1',
    '-timeout=10',
    `-artifact_prefix=${join(root, 'out', 'fuzz', `${target}-`)}`,
    found,
    join(root, 'native', 'fuzz', 'corpus', target),
  ];
  const started = performance.now();
  const isSearch = input === undefined;
  const { code, output } = await run(join(root, nativeProgram), isSearch ? search : [resolve(input)], {
    quiet: true,
    env: {
      ...process.env,
      FRAMELATCH_FUZZ_TARGET: target,
      ASAN_OPTIONS: isSearch ? searchOptions : oneInputOptions,
    },
  });
  const statistic = (name) => Number(new RegExp(`stat::${name}:\\s+(\\d+)`).exec(output)?.[1] ?? 0);
  // libFuzzer's own rate is 0 for what took less than a second.
  const executions = isSearch ? statistic('number_of_executed_units') : 1;
  return {
    target,
    executions,
    perSecond: Math.round(executions / ((performance.now() - started) / 1000)),
    crashes: code === 0 ? 0 : 1,
    findings: statistic('new_units_added'),
    output,
  };
}
