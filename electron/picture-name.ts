import { extname } from 'node:path';

/** A file name for a picture of a mapping taken at `date` (local time): no character of it means anything to a file system. */
export function pictureName(mapping: string, date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}-${two(date.getMinutes())}-${two(date.getSeconds())}`;
  return `${mapping.replace(/[^\w-]/g, '_')}-${day}-${time}.png`;
}

/** GTK's dialog adds no ending of its own. */
export function withEnding(path: string): string {
  return extname(path) ? path : `${path}.png`;
}
