import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { encodePng, type Session } from '../engine/index';
import { limitReached } from '../engine/page/source-opener';
import type { SnapshotResult } from '../protocol/ipc';
import { say } from './answers';

export const snapshotPath = '/snapshot/';
const mostKept = 8;
const mostAtOnce = 2;

/** Pictures on their way to a browser: each is fetched once, under a path that cannot be guessed. */
export class Snapshots {
  readonly #waiting = new Map<string, Uint8Array>();
  #taking = 0;

  /**
   * Encodes what the source holds now.
   * @throws FramelatchError `no-frame`, `no-memory`, `limit-reached`
   */
  async take(session: Session): Promise<SnapshotResult> {
    if (this.#taking >= mostAtOnce) throw limitReached('snapshot', mostAtOnce, 'Wait until those are saved.');
    this.#taking += 1;
    try {
      return await this.#take(session);
    } finally {
      this.#taking -= 1;
    }
  }

  async #take(session: Session): Promise<SnapshotResult> {
    const { header, pixels } = await session.capture();
    const png = await encodePng({ width: header.width, height: header.height, pixels, keepAlpha: false });
    const name = `${session.name.replace(/[^\w.-]/g, '_')}-${header.sequence}.png`;
    const path = `${snapshotPath}${randomBytes(16).toString('hex')}/${name}`;
    this.#waiting.set(path, png);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > mostKept && oldest !== undefined) this.#waiting.delete(oldest);
    return { path, suspect: header.suspect };
  }

  serve(path: string, request: IncomingMessage, response: ServerResponse): void {
    const png = this.#waiting.get(path);
    if (!png) return say(request, response, 404, 'There is no such snapshot, or it was fetched already.');
    this.#waiting.delete(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    response.writeHead(200, {
      'content-type': 'image/png',
      'content-length': png.byteLength,
      'content-disposition': `attachment; filename="${name}"`,
    });
    response.end(png);
  }
}
