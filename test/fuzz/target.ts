import { FramelatchError } from '../../protocol/errors';

/** What is parsed, and what it may throw: anything else is a fault. */
export interface Target {
  readonly run: (input: Uint8Array) => void;
  readonly mayThrow: (thrown: unknown) => boolean;
  /** What its language is made of. */
  readonly words: readonly string[];
}

export const textOf = (input: Uint8Array) => Buffer.from(input).toString('utf8');
export const hasCode =
  (...codes: readonly string[]) =>
  (thrown: unknown) =>
    thrown instanceof FramelatchError && codes.includes(thrown.code);
export const isOf =
  (...kinds: readonly (new (...args: never[]) => Error)[]) =>
  (thrown: unknown) =>
    kinds.some((kind) => thrown instanceof kind);
