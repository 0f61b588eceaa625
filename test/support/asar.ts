import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Replaces a file at the top of an asar archive. Its header is a Chromium pickle: the sizes of a size (4), of what follows, of
 * the text with its padding, and of the text, each of 4 bytes, then JSON whose offsets count from the header's end; so the new
 * content goes to the end of the archive.
 */
export function replaceInArchive(archive: string, name: string, content: Buffer): void {
  const bytes = readFileSync(archive);
  const contents = bytes.subarray(8 + bytes.readUInt32LE(4));
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as {
    files: Record<string, { size: number; offset: string }>;
  };
  if (!header.files[name]) throw new Error(`there is no ${name} in ${archive}`);
  header.files[name] = { size: content.length, offset: String(contents.length) };
  const text = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((4 - (text.length % 4)) % 4);
  const sizes = [4, 8 + text.length + padding.length, 4 + text.length + padding.length, text.length];
  const head = Buffer.alloc(16);
  for (const [index, size] of sizes.entries()) head.writeUInt32LE(size, index * 4);
  // Another file: this one may be linked elsewhere.
  rmSync(archive);
  writeFileSync(archive, Buffer.concat([head, text, padding, contents, content]));
}

/** A file at the top of an asar archive. */
export function readFromArchive(archive: string, name: string): string {
  const bytes = readFileSync(archive);
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as {
    files: Record<string, { size: number; offset: string }>;
  };
  const entry = header.files[name];
  if (!entry) throw new Error(`there is no ${name} in ${archive}`);
  const start = 8 + bytes.readUInt32LE(4) + Number(entry.offset);
  return bytes.toString('utf8', start, start + entry.size);
}
