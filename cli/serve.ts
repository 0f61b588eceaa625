import { type Command, Option } from 'commander';

import { createEngine } from '../engine/index';
import { FramelatchError } from '../protocol/errors';
import type { TransportName } from '../protocol/session';
import { surviveFailures } from '../server/failures';
import { startServer } from '../server/index';
import { port } from './options';
import { print } from './text';

interface ServeOptions {
  readonly port: number;
  readonly open?: true;
  readonly source?: string;
  readonly transport?: 'ring' | 'port';
  /** Commander's name for `--no-sandbox`. */
  readonly sandbox: boolean;
}

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('Serve the viewer to a browser on this machine')
    .argument('[files...]', 'files that its pages may open; shared memory they open freely, other files not at all')
    .option('--port <n>', 'port on 127.0.0.1; 0 = any free one', port, 0)
    .option('--open', 'open it in a browser, best in an installed one of the Chromium family')
    .option('--no-sandbox', 'let that browser run without its sandbox')
    .option('--source <name>', 'show this mapping at the start')
    .addOption(
      new Option('--transport <name>', 'how pixels reach the browser: frame ring, or always in messages').choices([
        'ring',
        'port',
      ]),
    )
    .action(serve);
}

async function serve(files: readonly string[], options: ServeOptions): Promise<void> {
  const engine = createEngine();
  const server = await startServer({
    engine,
    port: options.port,
    open: options.open === true,
    noSandbox: !options.sandbox,
    initialSource: options.source ?? null,
    files,
    forcedTransport: forcedTransport(options),
    say: print,
    onNextUrl: (url) => print(`A page was opened. For another one: ${url}`),
  });
  print(`Framelatch is at ${server.url}`);
  const isBroken = await new Promise<boolean>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(false));
    surviveFailures(
      (sentence) => process.stderr.write(`${sentence}\n`),
      () => resolve(true),
    );
  });
  await server.close();
  engine.close();
  if (isBroken) throw brokenServer();
}

function brokenServer(): FramelatchError {
  return new FramelatchError({
    code: 'internal',
    operation: 'serve',
    target: 'the viewer',
    reason: 'it failed again and again; what failed stands above',
    next: 'Please report this with the steps that led to it.',
  });
}

/** To a browser, messages go over a WebSocket. */
function forcedTransport({ transport }: ServeOptions): TransportName | null {
  return transport === 'port' ? 'websocket' : (transport ?? null);
}
