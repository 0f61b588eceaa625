/* Versions as semantic versioning 2.0.0 orders them. Build metadata orders nothing and is not accepted. */

// Nine digits stay exact as numbers.
const number = '(0|[1-9]\\d{0,8})';
const pattern = new RegExp(`^${number}\\.${number}\\.${number}(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?$`);
const longestVersion = 64;

export function isVersion(text: string): boolean {
  return text.length <= longestVersion && pattern.test(text);
}

/**
 * Below zero when `one` is older than `other`, zero when they are the same.
 * @throws RangeError when either is no version
 */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [partsOf(one), partsOf(other)];
  for (const [index, part] of left.numbers.entries()) {
    const difference = part - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  // What comes before a release is older than it.
  if (!left.before || !right.before) return Number(!left.before) - Number(!right.before);
  return compareBefore(left.before, right.before);
}

/** The newest of some versions. @throws RangeError when one is none */
export function newestOf(first: string, ...others: readonly string[]): string {
  return others.reduce((newest, version) => (compareVersions(version, newest) > 0 ? version : newest), first);
}

function partsOf(text: string): { numbers: readonly number[]; before: readonly string[] | null } {
  const found = text.length <= longestVersion ? pattern.exec(text) : null;
  if (!found) throw new RangeError(`'${text}' is no version`);
  return { numbers: found.slice(1, 4).map(Number), before: found[4]?.split('.') ?? null };
}

/** Numbers come before words, and are compared as numbers; what has more parts is the newer one. */
function compareBefore(left: readonly string[], right: readonly string[]): number {
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    const [isNumber, otherIsNumber] = [/^\d+$/.test(part), /^\d+$/.test(other)];
    if (isNumber && otherIsNumber && Number(part) !== Number(other)) return Number(part) - Number(other);
    if (isNumber !== otherIsNumber) return isNumber ? -1 : 1;
    return part < other ? -1 : 1;
  }
  return left.length - right.length;
}
