import { parseArgs } from 'node:util';

import { startDisplay } from './display';
import type { Row } from './figures';
import { formatTable } from './report';
import { restAppRows, restRows } from './rest';
import {
  copyRows,
  dropRows,
  factRows,
  fullHdRows,
  layoutRows,
  memoryRows,
  ringAgainstPortRows,
  ultraHdRows,
  type BenchContext,
} from './scenarios';
import { transportRows } from './transports';

const scenarios = {
  copy: copyRows,
  facts: factRows,
  layouts: layoutRows,
  rest: restRows,
  'rest-app': restAppRows,
  '1080p60': fullHdRows,
  '4k60': ultraHdRows,
  'ring-port': ringAgainstPortRows,
  transports: transportRows,
  drops: dropRows,
  memory: memoryRows,
};

const usage = `npm run bench -- [--short] [--json] [NAME …]

--short  ends within five minutes; leaves out what takes longer
--json   one JSON array on standard output (npm run --silent bench -- --json)
NAME     of ${Object.keys(scenarios).join(', ')}; all by default (--only NAME,NAME says the same)
`;

async function main(): Promise<void> {
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      short: flag,
      json: flag,
      help: flag,
      only: { type: 'string' },
      programs: { type: 'string', default: '' },
      app: { type: 'string', default: '' },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const display = await startDisplay();
  try {
    const context = {
      programs: values.programs,
      executable: values.app,
      display: display.name,
      isShort: values.short === true,
    };
    const named = [...positionals, ...(values.only?.split(',') ?? [])];
    const rows = await runScenarios(context, named);
    process.stdout.write(values.json ? `${JSON.stringify(rows)}\n` : formatTable(rows));
  } finally {
    display.stop();
  }
}

async function runScenarios(context: BenchContext, only: readonly string[]): Promise<Row[]> {
  const unknown = only.find((name) => !Object.keys(scenarios).includes(name));
  if (unknown !== undefined) throw new Error(`there is no scenario '${unknown}'\n${usage}`);
  const rows: Row[] = [];
  for (const [name, run] of Object.entries(scenarios)) {
    if (only.length > 0 && !only.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    rows.push(...(await run(context)));
  }
  return rows;
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
  process.exitCode = 1;
});
