import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sumsFile = 'SHA256SUMS';

/** The packages in a folder, also those of earlier runs. */
export function packagesIn(folder) {
  const isPackage = (name) => /^framelatch.*\.(tar\.gz|zip|deb|rpm|AppImage|exe)$/i.test(name);
  return readdirSync(folder).filter(isPackage).toSorted();
}

/** Name, size and SHA-256 of each. */
export function describeFiles(folder, names) {
  return names.map((name) => {
    const bytes = readFileSync(join(folder, name));
    return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
}

/** In the form that `sha256sum --check` reads. */
export function writeSums(folder, files) {
  writeFileSync(join(folder, sumsFile), files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''));
}

export function printTable(files) {
  const width = Math.max(4, ...files.map(({ name }) => name.length));
  process.stdout.write(`\n${'file'.padEnd(width)}   ${'MB'.padStart(6)}  SHA-256\n`);
  for (const { name, bytes, sha256 } of files) {
    process.stdout.write(`${name.padEnd(width)}  ${(bytes / 1e6).toFixed(1).padStart(7)}  ${sha256}\n`);
  }
}
