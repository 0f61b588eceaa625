import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { FramelatchError } from '../protocol/errors';
import { say } from './answers';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** `out/renderer`, beside the bundle that this is in. */
function builtViewer(): string {
  return join(__dirname, '..', 'renderer');
}

/**
 * The folder of the built viewer.
 * @throws FramelatchError `file-unreadable` when it is not built
 */
export function viewerFolder(folder: string = builtViewer()): string {
  if (existsSync(join(folder, 'index.html'))) return folder;
  throw new FramelatchError({
    code: 'file-unreadable',
    operation: 'serve',
    target: folder,
    reason: 'the viewer is not there: found no index.html',
    next: 'Build it with `npm run build`.',
  });
}

/** A file of the viewer; nothing outside its folder. */
export async function serveFile(
  root: string,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathBelow(root, pathname === '/' ? '/index.html' : pathname);
  const status = path === null ? null : await stat(path).catch(() => null);
  if (path === null || !status?.isFile()) return say(request, response, 404, 'There is no such file.');
  response.writeHead(200, {
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-length': status.size,
    // The build puts a digest of the content into the names there.
    ...(pathname.startsWith('/assets/') && { 'cache-control': 'private, max-age=31536000, immutable' }),
  });
  await pipeline(createReadStream(path), response);
}

/** The file that a path of a URL names, or null when that is not below the folder. */
export function pathBelow(root: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const path = join(root, decoded);
  return path.startsWith(root + sep) ? path : null;
}
