import { FramelatchError, type ErrorCode } from '../../protocol/errors';

const again =
  'Try again later; where it stays so, tell whoever publishes these packages, and install nothing from there.';
const byHand = 'Framelatch goes on as it is; get the new package by hand if you want it now.';

const nextSteps = {
  'update-unreachable': 'Check the connection; without one Framelatch goes on as it is.',
  'update-unsigned': again,
  'update-signature-invalid': again,
  'update-feed-invalid': again,
  'update-older': again,
  'update-damaged': again,
  'update-not-installed': byHand,
} satisfies Partial<Record<ErrorCode, string>>;

/** Why there is no update. Whatever the code, what is installed has not been touched. */
export function refusal(
  code: keyof typeof nextSteps,
  operation: string,
  target: string | URL,
  reason: string,
): FramelatchError {
  return new FramelatchError({ code, operation, target: String(target), reason, next: nextSteps[code] });
}

/** The system's own words, as far as it had any. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
