import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

import { protocol, session } from 'electron';

export const scheme = 'framelatch';
export const pageUrl = `${scheme}://app/index.html`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

const headers = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** Before `ready`. Secure, so that the origin private file system is there; standard, so that it has an origin. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the viewer's files, and nothing outside their folder. */
export function setupScheme(): void {
  const root = join(__dirname, '..', 'renderer');
  if (typeof protocol.handle === 'function') {
    protocol.handle(scheme, async ({ url }) => respond(await load(root, url)));
    return;
  }
  // Electron before 25 has no protocol.handle.
  session.defaultSession.protocol.registerBufferProtocol(scheme, ({ url }, callback) => {
    void load(root, url).then(({ status, type, body }) =>
      callback({ statusCode: status, mimeType: type, charset: 'utf-8', headers: { ...headers }, data: body }),
    );
  });
}

interface Loaded {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

async function load(root: string, url: string): Promise<Loaded> {
  try {
    const path = normalize(join(root, decodeURIComponent(new URL(url).pathname)));
    if (!path.startsWith(root + sep)) return missing();
    return { status: 200, type: types[extname(path)] ?? 'application/octet-stream', body: await readFile(path) };
  } catch {
    // No such file, or an address that is none: both are answered, neither is an error of ours.
    return missing();
  }
}

function missing(): Loaded {
  return { status: 404, type: 'text/plain', body: Buffer.from('There is no such file.\n') };
}

function respond({ status, type, body }: Loaded): Response {
  return new Response(new Uint8Array(body), {
    status,
    headers: { ...headers, 'content-type': `${type}; charset=utf-8` },
  });
}
