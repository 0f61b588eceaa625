import { parseArgs } from 'node:util';

import { Refusal } from './run.mjs';

export const usage = `npm start -- [--no-sandbox] [--no-demo] [--browser] [--transport=ring|port] [--port N]

--no-sandbox  run Chromium without its sandbox: as root, or where the system lets no program make one
--no-demo     start no demo producer
--browser     serve the viewer to a browser, even where the window could open
--transport   how pixels reach the viewer: by the frame ring where it can be had, or always in messages (port)
--port N      the browser's address: 127.0.0.1:N; any free port by default`;

/** What stands behind `npm start --`. */
export function readStartOptions(words) {
  const flag = { type: 'boolean', default: false };
  const text = { type: 'string' };
  let values;
  try {
    const options = { 'no-sandbox': flag, 'no-demo': flag, browser: flag, help: flag, transport: text, port: text };
    ({ values } = parseArgs({ args: words, options }));
  } catch (thrown) {
    throw new Refusal(`${thrown.message}\n\n${usage}`);
  }
  const { transport, port = '0' } = values;
  if (transport !== undefined && !['ring', 'port'].includes(transport)) {
    throw new Refusal(`--transport is 'ring' or 'port'.\n\n${usage}`);
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) throw new Refusal(`--port is a number up to 65535.\n\n${usage}`);
  return {
    help: values.help,
    demo: !values['no-demo'],
    browser: values.browser,
    noSandbox: values['no-sandbox'],
    transport: transport ?? null,
    port,
  };
}
