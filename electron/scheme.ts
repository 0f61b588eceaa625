import { join } from 'node:path';

import { protocol, session } from 'electron';

import { readPageFile, type PageFile } from './page-files';

const scheme = 'framelatch';
const host = 'app';
const origin = `${scheme}://${host}`;
export const pageUrl = `${origin}/index.html`;
/** In the viewer's place when that ended again and again. */
export const failedPageUrl = `${origin}/failed.html`;

/** Whether an address is one of our page. */
export function isOurPage(url: string): boolean {
  return url.startsWith(`${origin}/`);
}

const headers = {
  'content-security-policy':
    "default-src 'self'; frame-src 'none'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
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
    protocol.handle(scheme, async ({ url }) => respond(await readPageFile(root, host, url)));
    return;
  }
  // Electron before 25 has no protocol.handle.
  session.defaultSession.protocol.registerBufferProtocol(scheme, ({ url }, callback) => {
    void readPageFile(root, host, url).then(({ status, type, body }) =>
      callback({ statusCode: status, mimeType: type, charset: 'utf-8', headers: { ...headers }, data: body }),
    );
  });
}

function respond({ status, type, body }: PageFile): Response {
  return new Response(new Uint8Array(body), {
    status,
    headers: { ...headers, 'content-type': `${type}; charset=utf-8` },
  });
}
