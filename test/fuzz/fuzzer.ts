import { FramelatchError } from '../../protocol/errors';
import { mutate } from './mutate';
import type { Random } from './random';
import type { Target } from './target';

const slowestMs = 1000;
// What differs in every input would make every input one to keep.
const mostKept = 2000;

/** An input that ended a target, or took it too long. */
export class Finding extends Error {
  readonly input: Uint8Array;

  constructor(input: Uint8Array, cause: unknown) {
    super(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    this.input = input;
  }
}

/**
 * One execution. @returns how it ended, in words without numbers: another end is another way through the program
 * @throws Finding
 */
export function execute(target: Target, input: Uint8Array): string {
  const started = performance.now();
  const end = endOf(target, input);
  if (performance.now() - started > slowestMs) checkTime(target, input);
  return end;
}

function endOf({ run, mayThrow }: Target, input: Uint8Array): string {
  try {
    run(input);
    return 'read';
  } catch (thrown) {
    if (!mayThrow(thrown)) throw new Finding(input, thrown);
    return wordsOf(thrown);
  }
}

/** Once more by the processor's time: a machine may be busy with something else. */
function checkTime(target: Target, input: Uint8Array): void {
  const before = process.cpuUsage();
  endOf(target, input);
  const tookMs = process.cpuUsage(before).user / 1000;
  if (tookMs > slowestMs) throw new Finding(input, new Error(`took ${tookMs} ms, expected ${slowestMs} at most`));
}

// JSON.parse repeats what it was given: there its kind is enough.
function wordsOf(thrown: unknown): string {
  if (!(thrown instanceof FramelatchError)) return thrown instanceof Error ? thrown.name : '';
  return thrown.reason.replace(/['’‘`][^]*/, '').replace(/\d+/g, '#');
}

/**
 * Mutates what it has; what ends in a new way is kept and mutated further.
 * @param goesOn whether there is room for another execution, after so many
 * @returns how many executions there were, and how many inputs were kept beside the corpus
 * @throws Finding
 */
export function search(
  target: Target,
  corpus: readonly Uint8Array[],
  random: Random,
  goesOn: (executions: number) => boolean,
): { executions: number; findings: number } {
  const kept = [...corpus];
  const ends = new Set(kept.map((input) => execute(target, input)));
  let executions = kept.length;
  while (goesOn(executions)) {
    const input = mutate(random, random.one(kept), random.one(kept), target.words);
    const end = execute(target, input);
    executions += 1;
    if (ends.has(end) || kept.length >= mostKept) continue;
    ends.add(end);
    kept.push(input);
  }
  return { executions, findings: kept.length - corpus.length };
}
