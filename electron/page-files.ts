import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** What a request for one of the page's files is answered with. */
export interface PageFile {
  readonly status: 200 | 404;
  readonly type: string;
  readonly body: Buffer;
}

/** Reads the file that an address of `host` names below `root`; everything else is missing, whatever it names. */
export async function readPageFile(root: string, host: string, url: string): Promise<PageFile> {
  try {
    const address = new URL(url);
    const path = normalize(join(root, decodeURIComponent(address.pathname)));
    if (address.host !== host || !path.startsWith(root + sep)) return missing();
    return { status: 200, type: types[extname(path)] ?? 'application/octet-stream', body: await readFile(path) };
  } catch {
    // No such file, or an address that is none: both are answered, neither is an error of ours.
    return missing();
  }
}

function missing(): PageFile {
  return { status: 404, type: 'text/plain', body: Buffer.from('There is no such file.\n') };
}
