import { refuseSchema } from './schema-refuse';
import type { CType } from './schema-types';

/**
 * A bit field's width, where its type may have that.
 * @param name `null` for one without a name, which may have no bits
 * @throws FramelatchError `schema-invalid`
 */
export function checkWidth({ bits, type }: CType, name: string | null, width: bigint, line: number): number {
  const what = name === null ? 'a bit field' : `the bit field ${name}`;
  if (!bits || !type) return refuseSchema(line, `found ${what} of another type, expected an integer`);
  const most = bits === 'bool' ? 1 : type.size * 8;
  const least = name === null ? 0 : 1;
  if (width >= least && width <= most) return Number(width);
  return refuseSchema(line, `found ${what} of ${width} bits, expected ${least} to ${most}`);
}
