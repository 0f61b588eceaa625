import { EventEmitter, once } from 'node:events';
import { unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';

import { FramelatchError } from '../../protocol/errors';
import { encodePipeHeader, type PipeFrame } from '../../protocol/pipe';
import { pipePath, pipeScheme } from './pipe-path';
import { probePipe } from './probe';

/** The producer's end of a pipe: every viewer gets every frame, and the slowest sets the pace. */
export class PipeSender {
  readonly name: string;
  readonly #path: string;
  readonly #server: Server;
  readonly #viewers = new Set<Socket>();
  readonly #greetings = new EventEmitter();
  #sequence = 0;

  private constructor(name: string, path: string, server: Server) {
    this.name = `${pipeScheme}${name}`;
    this.#path = path;
    this.#server = server;
    server.on('connection', (socket) => {
      socket.on('error', () => {});
      socket.on('close', () => this.#viewers.delete(socket));
      // Whoever only looks whether somebody listens says nothing, and gets nothing.
      socket.on('data', () => this.#greet(socket));
    });
  }

  /** @throws FramelatchError `mapping-exists` (another process serves it), `name-invalid`, `mapping-denied` */
  static async listen(name: string): Promise<PipeSender> {
    const path = pipePath(name);
    // Windows would let a second process serve the same name, and viewers would get either.
    const found = await probePipe(path);
    if (found === 'served') throw taken(name, 'another process serves it');
    if (found === 'dead') unlinkSync(path);
    const server = createServer();
    try {
      server.listen(path);
      await once(server, 'listening');
    } catch (thrown) {
      throw taken(name, (thrown as Error).message);
    }
    return new PipeSender(name, path, server);
  }

  /**
   * Waits for a viewer, then until each has taken the frame off our hands: nothing is lost, nothing piles up.
   * @param pixels pitch * height bytes
   */
  async send(frame: Omit<PipeFrame, 'sequence'>, pixels: Uint8Array, signal: AbortSignal): Promise<void> {
    if (!this.#viewers.size) await once(this.#greetings, 'viewer', { signal });
    this.#sequence += 1;
    const head = encodePipeHeader({ ...frame, sequence: this.#sequence });
    await Promise.all([...this.#viewers].map((viewer) => hand(viewer, head, pixels, signal)));
  }

  #greet(socket: Socket): void {
    this.#viewers.add(socket);
    this.#greetings.emit('viewer');
  }

  close(): void {
    for (const viewer of this.#viewers) viewer.end();
    this.#server.close();
  }

  get path(): string {
    return this.#path;
  }
}

/** Resolves when the system has taken all of it, or the viewer is gone. */
function hand(viewer: Socket, head: Uint8Array, pixels: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      viewer.off('close', finish);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    viewer.once('close', finish);
    signal.addEventListener('abort', finish, { once: true });
    viewer.write(head);
    viewer.write(pixels, finish);
  });
}

function taken(name: string, reason: string): FramelatchError {
  return new FramelatchError({
    code: 'mapping-exists',
    operation: 'create pipe',
    target: `${pipeScheme}${name}`,
    reason,
    next: 'Choose another name, or end the process that has it.',
  });
}
