import { parseArgs } from 'node:util';

import { startDisplay } from './display';
import type { Row } from './figures';
import { formatTable } from './report';
import {
  copyRows,
  dropRows,
  fullHdRows,
  layoutRows,
  memoryRows,
  transportRows,
  ultraHdRows,
  type BenchContext,
} from './scenarios';

const scenarios = {
  copy: copyRows,
  layouts: layoutRows,
  '1080p60': fullHdRows,
  '4k60': ultraHdRows,
  transports: transportRows,
  drops: dropRows,
  memory: memoryRows,
};

const usage = `npm run bench -- [--short] [--json] [--only NAME[,NAME]]

--short  ends within five minutes; leaves out what takes longer
--json   one JSON array on standard output (npm run --silent bench -- --json)
--only   of ${Object.keys(scenarios).join(', ')}
`;

async function main(): Promise<void> {
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
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
    const rows = await runScenarios(context, values.only?.split(','));
    process.stdout.write(values.json ? `${JSON.stringify(rows)}\n` : formatTable(rows));
  } finally {
    display.stop();
  }
}

async function runScenarios(context: BenchContext, only: readonly string[] | undefined): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, run] of Object.entries(scenarios)) {
    if (only && !only.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    rows.push(...(await run(context)));
  }
  return rows;
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
  process.exitCode = 1;
});
