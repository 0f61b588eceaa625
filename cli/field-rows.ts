import type { FieldContent } from '../protocol/content';

const mostInLine = 64;
const mostRows = 5000;

/** A struct's fields as rows of a table: `wheels[0].pressure` and its value. What is long is cut, and says so. */
export function fieldRows(fields: Readonly<Record<string, FieldContent>>): string[][] {
  const rows: string[][] = [];
  add(rows, '', fields);
  if (rows.length <= mostRows) return rows;
  const rest = rows.length - mostRows;
  return [...rows.slice(0, mostRows), ['…', `${rest} more; --json has them`]];
}

function add(rows: string[][], name: string, value: FieldContent): void {
  if (typeof value !== 'object') rows.push([name, String(value)]);
  else if (!isList(value)) {
    for (const [member, inner] of Object.entries(value)) add(rows, name ? `${name}.${member}` : member, inner);
  } else if (value.some((element) => typeof element === 'object')) {
    value.forEach((element, at) => add(rows, `${name}[${at}]`, element));
  } else rows.push([name, listText(value)]);
}

function isList(value: object): value is readonly FieldContent[] {
  return Array.isArray(value);
}

function listText(values: readonly FieldContent[]): string {
  const shown = values.slice(0, mostInLine).join(' ');
  const rest = values.length - mostInLine;
  return rest > 0 ? `${shown} … ${rest} more; --json has them` : shown;
}
