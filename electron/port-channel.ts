import type { MessagePortMain } from 'electron';

import type { StreamChannel } from '../engine/index';
import { isToSender } from '../protocol/stream-json';

/** The engine's channel over a MessagePort; what a page sends is checked before it is used. */
export function portChannel(port: MessagePortMain): StreamChannel {
  port.start();
  return {
    kind: 'port',
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => {
        if (isToSender(data)) listener(data);
      });
    },
    onClose: (listener) => void port.once('close', listener),
    close: () => port.close(),
  };
}
