import { refuseValue, type Type } from './struct-type';

/** A bit field: so many bits from bit `shift` of its first byte on, the lowest first. */
export interface BitField {
  readonly name: string;
  /** 0 to 7. */
  readonly shift: number;
  readonly width: number;
  readonly kind: 'signed' | 'unsigned' | 'bool';
}

/** Up to 32 bits as a number, more as a bigint. */
export function bitField({ name, shift, width, kind }: BitField): Type<unknown> {
  const bytes = Math.ceil((shift + width) / 8);
  return {
    name: `${name}:${width}`,
    size: bytes,
    alignment: 1,
    read(view, offset) {
      let all = 0n;
      for (let at = bytes - 1; at >= 0; at -= 1) all = (all << 8n) | BigInt(view.getUint8(offset + at));
      const bits = BigInt.asUintN(width, all >> BigInt(shift));
      if (kind === 'bool') return bits !== 0n;
      const value = kind === 'signed' ? BigInt.asIntN(width, bits) : bits;
      return width <= 32 ? Number(value) : value;
    },
    write(_sink, _offset, _value, path) {
      refuseValue(path, 'found a bit field, expected whole bytes', 'Describe the bytes that hold it as one number.');
    },
  };
}
