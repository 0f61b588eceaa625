import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Engine } from '../engine/index';
import type { TransportName } from '../protocol/session';
import { createAccess } from './access';
import { createApi } from './api';
import { openBrowser, type OpenedBrowser } from './browser';
import { handleRequest } from './http';
import { acceptSockets } from './sockets';
import { Viewers } from './viewers';

export interface ServerOptions {
  readonly engine: Engine;
  /** 0 = any free port. */
  readonly port?: number;
  /** Open the viewer in an installed Chromium-family browser. */
  readonly open?: boolean;
  /** Let that browser run without its sandbox. */
  readonly noSandbox?: boolean;
  readonly forcedTransport?: TransportName | null;
  /** The viewer reads the producer's stamps back (measurement runs). */
  readonly measure?: boolean;
  readonly initialSource?: string | null;
  /** Where sentences for the user go. */
  readonly say?: (line: string) => void;
}

export interface RunningServer {
  /** With the token that buys a cookie: whoever has this address has the viewer. */
  readonly url: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';

/** Serves the viewer to browsers on this machine: loopback only, one cookie, `Host` and `Origin` checked. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const access = createAccess();
  const viewers = new Viewers(options.engine, options.forcedTransport ?? null);
  const api = createApi(options, viewers);
  const server = createServer((request, response) => void handleRequest({ access, api, viewers }, request, response));
  acceptSockets(server, { access, viewers });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  access.setPort(port);
  const url = `http://${host}:${port}/?token=${access.token}`;
  const browser = options.open ? tryOpening(url, options, viewers) : null;
  return {
    url,
    close: async () => {
      viewers.close();
      server.closeAllConnections?.();
      await new Promise((resolve) => server.close(resolve));
      await browser?.close();
    },
  };
}

function tryOpening(url: string, options: ServerOptions, viewers: Viewers): OpenedBrowser | null {
  const opened = openBrowser(url, { noSandbox: options.noSandbox === true });
  if ('reason' in opened) {
    options.say?.(opened.reason);
    return null;
  }
  viewers.setOwnBrowser(opened.mark, opened.profile);
  return opened;
}
