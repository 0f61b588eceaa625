import type { FieldContent } from './content';

export interface RowBounds {
  readonly rows: number;
  /** Elements of a list that are written side by side. */
  readonly elements: number;
  /** What stands for so many that are left out. */
  readonly more: (count: number) => string;
}

/** A struct's fields one by one: `wheels[0].pressure` and its value. What is long is cut, and says so. */
export function fieldRows(fields: Readonly<Record<string, FieldContent>>, bounds: RowBounds): [string, FieldContent][] {
  const rows: [string, FieldContent][] = [];
  add(rows, '', fields, bounds);
  if (rows.length <= bounds.rows) return rows;
  return [...rows.slice(0, bounds.rows), ['…', bounds.more(rows.length - bounds.rows)]];
}

function add(rows: [string, FieldContent][], name: string, value: FieldContent, bounds: RowBounds): void {
  if (typeof value !== 'object') rows.push([name, value]);
  else if (!isList(value)) {
    for (const [member, inner] of Object.entries(value)) add(rows, name ? `${name}.${member}` : member, inner, bounds);
  } else if (value.some((element) => typeof element === 'object')) {
    value.forEach((element, at) => add(rows, `${name}[${at}]`, element, bounds));
  } else rows.push([name, listText(value, bounds)]);
}

function isList(value: object): value is readonly FieldContent[] {
  return Array.isArray(value);
}

function listText(values: readonly FieldContent[], { elements, more }: RowBounds): string {
  const shown = values.slice(0, elements).join(' ');
  const rest = values.length - elements;
  return rest > 0 ? `${shown} … ${more(rest)}` : shown;
}
