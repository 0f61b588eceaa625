import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { FramelatchError } from '../protocol/errors';

/** The loopback interface alone. */
export const host = '127.0.0.1';

export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** Ends every connection, upgraded ones included. */
  close(): Promise<void>;
}

/**
 * A server that listens on the loopback interface and answers nothing yet.
 * @param port 0 = any free one
 * @throws FramelatchError `usage` when the port is taken or not ours to take
 */
export async function listen(port: number): Promise<Listening> {
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(refusal(port, error))).listen(port, host, resolve);
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
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
