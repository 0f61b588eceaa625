import type { MessagePortMain } from 'electron';

import { RateLimit, type StreamChannel } from '../engine/index';
import { isToSender } from '../protocol/stream-json';

/** A credit for each frame is what a viewer says. */
const mostMessagesPerSecond = 2000;

/** The engine's channel over a MessagePort; what a page sends is checked before it is used. */
export function portChannel(port: MessagePortMain): StreamChannel {
  port.start();
  return {
    kind: 'port',
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      const rate = new RateLimit(mostMessagesPerSecond);
      port.on('message', ({ data }) => {
        if (!rate.take()) return port.close();
        if (isToSender(data)) listener(data);
      });
    },
    onClose: (listener) => void port.once('close', listener),
    close: () => port.close(),
  };
}
