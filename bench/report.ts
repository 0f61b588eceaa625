import type { Row } from './figures';

/** The rows as a Markdown table, as docs/performance.md holds it. */
export function formatTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.what,
    row.target ?? '–',
    number(row.value),
    row.unit,
    verdict(row),
    row.runs.map(number).join(', '),
  ]);
  const table = [['what', 'to reach', 'median', 'unit', 'met', 'runs'], ['--', '--', '--', '--', '--', '--'], ...lines];
  return `${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function number(value: number | null): string {
  if (value === null) return '–';
  return Math.abs(value) >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
}

function verdict({ met, skipped }: Row): string {
  if (met === null) return skipped ?? '–';
  return met ? 'yes' : '**no**';
}
