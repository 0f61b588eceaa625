/* Figures as text. Widths stay put from update to update, so that nothing jumps while it is read. */

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A whole number with its thousands apart. */
export function count(value: number): string {
  return grouped.format(value);
}

/** With one decimal; a dash for what is not known. */
export function decimal(value: number | null): string {
  return value === null ? '–' : value.toFixed(1);
}

/** What is left of a duration after whole units: `[hours, minutes, seconds]`. */
export function clock(ms: number): readonly [hours: number, minutes: number, seconds: number] {
  const seconds = Math.floor(ms / 1000);
  return [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
}

/** A picture's scale in percent, exact where it is whole. */
export function percent(scale: number): string {
  const value = scale * 100;
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

/** Shows the characters that a name from outside may hide or reorder text with. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
