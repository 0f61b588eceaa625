import type { IncomingMessage } from 'node:http';

// A change of the settings brings every schema that is kept: a hundred of 64 Ki characters at most.
const largestBytes = 8 * 1024 * 1024;

export class BodyTooLarge extends Error {
  constructor() {
    super(`A request may have ${largestBytes} bytes at most.`);
  }
}

/**
 * A request's body as JSON.
 * @throws BodyTooLarge as soon as it is; SyntaxError for what is no JSON
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Left early, a loop over the request would destroy its socket, and with it the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length;
    if (bytes > largestBytes) throw new BodyTooLarge();
    chunks.push(chunk as Buffer);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}
