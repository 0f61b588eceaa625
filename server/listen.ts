import { createServer, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';

import { FramelatchError } from '../protocol/errors';
import { Connections } from './connections';

/** The loopback interface alone. */
export const host = '127.0.0.1';

/** A page on this machine asks at once: what dawdles is none. In ms. */
const patience: ServerOptions & { headersTimeout: number } = {
  headersTimeout: 5000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
};

export interface Listening {
  readonly server: Server;
  readonly port: number;
  readonly connections: Connections;
  /** Ends every connection, upgraded ones included. */
  close(): Promise<void>;
}

/**
 * A server that listens on the loopback interface and answers nothing yet.
 * @param port 0 = any free one
 * @throws FramelatchError `usage` when the port is taken or not ours to take
 */
export async function listen(port: number): Promise<Listening> {
  const server = createServer(patience);
  const connections = new Connections();
  server.on('connection', (socket) => connections.add(socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(refusal(port, error))).listen(port, host, resolve);
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    connections,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      connections.closeAll();
      await closed;
    },
  };
}

function refusal(port: number, error: NodeJS.ErrnoException): FramelatchError {
  const reasons: Record<string, string> = {
    EADDRINUSE: 'another program listens there',
    EACCES: 'this user may not listen there',
  };
  return new FramelatchError({
    code: 'usage',
    operation: 'listen',
    target: `${host}:${port}`,
    reason: reasons[error.code ?? ''] ?? error.message,
    next: 'Give another port; 0 takes any free one.',
  });
}
