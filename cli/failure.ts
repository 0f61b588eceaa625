import { toErrorInfo } from '../protocol/errors';
import { escapeText } from './text';

const failed = 1;
const wrongUsage = 2;

/** Writes what went wrong to standard error: as words, or as one JSON object. Returns the exit code. */
export function reportFailure(thrown: unknown, asJson: boolean): number {
  const { code, operation, target, reason, next } = toErrorInfo(thrown, 'run', 'framelatch');
  if (asJson) {
    process.stderr.write(`${JSON.stringify({ code, operation, target, reason, next })}\n`);
  } else {
    const lines = [`framelatch: cannot ${operation} ${target}: ${reason} [${code}]`, `  → ${next}`];
    process.stderr.write(`${lines.map(escapeText).join('\n')}\n`);
  }
  return code === 'usage' ? wrongUsage : failed;
}
