import type { Command } from 'commander';

import { createEngine } from '../engine/index';
import type { SourceListing } from '../protocol/source';
import { escapeText, print, table } from './text';

export function addListCommand(program: Command): void {
  program
    .command('list')
    .description('List the mappings that exist now, with their producers')
    .option('--names', 'print the names alone, one a line')
    .option('--json', 'print a JSON array')
    .action(list);
}

async function list({ names, json }: { names?: true; json?: true }): Promise<void> {
  const engine = createEngine();
  const sources = await engine.listSources();
  engine.close();
  if (json) print(JSON.stringify(sources));
  else if (names) printNames(sources);
  else if (!sources.length) print('No mapping of a known layout exists. Start a producer, or try `framelatch send`.');
  else print(table([['NAME', 'LAYOUT', 'SIZE', 'FORMAT', 'PRODUCER', ''], ...sources.map(row)]));
}

/** As `watch` takes them; one with a line feed in it could not be told from two. */
function printNames(sources: readonly SourceListing[]): void {
  for (const { name } of sources) if (!/[\r\n]/.test(name)) print(name);
}

function row(source: SourceListing): string[] {
  const { name, layout, width, height, format, producer, leftover, saved } = source;
  const process = producer ? `${producer.name} (${producer.pid})` : saved || leftover ? '–' : 'unknown';
  const note = saved ? `saved: ${saved}` : leftover ? 'leftover: its producer is gone' : '';
  const picture = width ? [`${width}x${height}`, format] : ['–', '–'];
  return [name, layout, ...picture, process, note].map(escapeText);
}
