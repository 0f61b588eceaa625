import { contentTargets } from './content';
import { requestTargets } from './request';
import type { Target } from './target';
import { typedTargets } from './typed';
import { wireTargets } from './wire';

/** By the names that scripts/lib/fuzz-script.mjs and the folders of the corpus have. */
export const targets: Readonly<Record<string, Target>> = {
  ...typedTargets,
  ...wireTargets,
  ...contentTargets,
  ...requestTargets,
};
