import type { TestContext } from 'node:test';

import { createEngine, type Engine } from '../../engine/index';
import type { StreamChannel } from '../../engine/index';
import type { StreamToSender, StreamToViewer } from '../../protocol/stream';
import { atEnd } from '../support/cleanup';

export function engine(context: TestContext): Engine {
  const created = createEngine();
  atEnd(context, () => created.close());
  return created;
}

/** Resolves when something holds; it is looked at again at each turn of the loop. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`it does not come: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** The viewer's end of a stream, without a viewer. */
export class FakeViewer implements StreamChannel {
  readonly kind = 'port';
  readonly received: StreamToViewer[] = [];
  #onMessage: (message: StreamToSender) => void = () => {};
  #onClose: () => void = () => {};

  post(message: StreamToViewer): void {
    this.received.push(message);
  }

  onMessage(listener: (message: StreamToSender) => void): void {
    this.#onMessage = listener;
  }

  onClose(listener: () => void): void {
    this.#onClose = listener;
  }

  close(): void {
    this.#onClose();
  }

  say(message: StreamToSender): void {
    this.#onMessage(message);
  }

  /** Waits for the next message of a kind and takes it, with those before it. */
  async next<K extends StreamToViewer['kind']>(kind: K): Promise<StreamToViewer & { kind: K }> {
    await until(() => this.received.some((message) => message.kind === kind));
    const index = this.received.findIndex((message) => message.kind === kind);
    const [taken] = this.received.splice(0, index + 1).slice(-1);
    return taken as StreamToViewer & { kind: K };
  }
}
