import { createReadStream, existsSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.map': 'application/json',
};

const policy =
  "default-src 'self'; connect-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** `out/renderer`, beside the bundle that this is in. */
function viewerFolder(): string {
  return join(__dirname, '..', 'renderer');
}

/** A file of the viewer; nothing outside its folder. */
export function serveFile(pathname: string, response: ServerResponse): void {
  const root = viewerFolder();
  let path: string;
  try {
    path = normalize(join(root, decodeURIComponent(pathname === '/' ? '/index.html' : pathname)));
  } catch {
    path = '';
  }
  const inside = path.startsWith(root + sep) && existsSync(path) && statSync(path).isFile();
  const headers = {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
  if (!inside) {
    response
      .writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' })
      .end('There is no such file.\n');
    return;
  }
  response.writeHead(200, { ...headers, 'content-type': types[extname(path)] ?? 'application/octet-stream' });
  createReadStream(path).pipe(response);
}
