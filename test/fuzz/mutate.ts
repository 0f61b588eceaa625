import type { Random } from './random';

const longestInput = 4096;
const awkwardBytes = [0, 1, 0x7f, 0x80, 0xff];

/** Another input made of two: bytes changed, cut, doubled, taken from elsewhere, or a word of the target's put in. */
export function mutate(random: Random, input: Uint8Array, other: Uint8Array, words: readonly string[]): Uint8Array {
  let bytes = input;
  const steps = 1 + random.below(4);
  for (let step = 0; step < steps; step++) bytes = changed(random, bytes, other, words);
  return bytes.subarray(0, longestInput);
}

function changed(random: Random, bytes: Uint8Array, other: Uint8Array, words: readonly string[]): Uint8Array {
  const at = random.below(bytes.byteLength + 1);
  const end = Math.min(bytes.byteLength, at + 1 + random.below(8));
  const join = (middle: Uint8Array, from = at) => Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(from)]);
  switch (random.below(6)) {
    case 0:
      return join(Uint8Array.of(random.one(awkwardBytes)), at + 1);
    case 1:
      return join(Uint8Array.of(random.below(256)), at + 1);
    case 2:
      return join(new Uint8Array(0), end);
    case 3:
      return join(bytes.subarray(at, end));
    case 4: {
      const from = random.below(other.byteLength);
      return join(other.subarray(from, from + random.below(64)));
    }
    default:
      return join(Buffer.from(words.length ? random.one(words) : '\n'), random.below(2) ? at : end);
  }
}
