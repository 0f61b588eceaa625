import type { Command } from 'commander';

import { createEngine } from '../engine/index';
import { startServer } from '../server/index';
import { port } from './options';
import { print } from './text';

interface ServeOptions {
  readonly port: number;
  readonly open?: true;
  /** Commander's name for `--no-sandbox`. */
  readonly sandbox: boolean;
}

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('Serve the viewer to a browser on this machine')
    .option('--port <n>', 'port on 127.0.0.1; 0 = any free one', port, 0)
    .option('--open', 'open it in an installed Chromium-family browser')
    .option('--no-sandbox', 'let that browser run without its sandbox')
    .action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  const engine = createEngine();
  const server = await startServer({
    engine,
    port: options.port,
    open: options.open === true,
    noSandbox: !options.sandbox,
    say: print,
  });
  print(`Framelatch is at ${server.url}`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve());
  });
  await server.close();
  engine.close();
}
