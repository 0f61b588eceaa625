import { connect } from 'node:net';

/** Whether somebody listens there; `dead`: a socket that a dead producer left. Says nothing, so it gets nothing. */
export function probePipe(path: string): Promise<'served' | 'dead' | 'free'> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const finish = (found: 'served' | 'dead' | 'free') => {
      socket.destroy();
      resolve(found);
    };
    socket.once('connect', () => finish('served'));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => finish(code === 'ECONNREFUSED' ? 'dead' : 'free'));
  });
}
