import type { Socket } from 'node:net';

/** Connections that have not shown a cookie of ours: every user of this machine can make some. */
const mostStrange = 64;
/** Those of our pages, which hold a few each. */
const mostAdmitted = 512;

/**
 * The server's connections, bounded. When there are too many, the oldest goes and not the newest: whoever holds many open to
 * keep others out keeps out nobody, as a page of ours is let in within its first request.
 */
export class Connections {
  readonly #strange = new Set<Socket>();
  readonly #admitted = new Set<Socket>();

  add(socket: Socket): void {
    keep(this.#strange, socket, mostStrange);
    // Broken by the other side: nobody waits for it.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#strange.delete(socket);
      this.#admitted.delete(socket);
    });
  }

  /** It has shown that it is of a page of ours. */
  admit(socket: Socket): void {
    if (this.#strange.delete(socket)) keep(this.#admitted, socket, mostAdmitted);
  }

  closeAll(): void {
    for (const socket of [...this.#strange, ...this.#admitted]) socket.destroy();
  }
}

function keep(sockets: Set<Socket>, socket: Socket, most: number): void {
  sockets.add(socket);
  const [oldest] = sockets;
  if (sockets.size <= most || !oldest) return;
  sockets.delete(oldest);
  oldest.destroy();
}
