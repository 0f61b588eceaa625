import type { IncomingMessage } from 'node:http';

/** A sentence that says why a request is refused, or null. */
export type Guard = (request: IncomingMessage) => string | null;

/**
 * Another site's page may reach a loopback port by a name of its own (DNS rebinding: its `Host` tells) or by a request that
 * it makes here (its `Origin` tells, which browsers send with every POST and WebSocket).
 */
export function createGuard(port: number): Guard {
  const suffix = port === 80 ? '' : `:${port}`;
  const hosts = [`127.0.0.1${suffix}`, `localhost${suffix}`];
  return ({ headers, method }) => {
    const { host = '', origin, upgrade } = headers;
    if (!hosts.includes(host)) return `The Host header must be ${hosts.join(' or ')}.`;
    const changesNothing = (method === 'GET' || method === 'HEAD') && upgrade === undefined;
    if (origin === undefined && changesNothing) return null;
    return origin === `http://${host}` ? null : `The Origin header must be http://${host}.`;
  };
}
