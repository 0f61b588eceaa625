import { decimal, visible } from './numbers';

const megabytes = (bytes: number) => decimal(bytes / 1e6);

/* Newer versions. */

export const update = {
  current: (version: string) => `Framelatch ${version} is the newest version.`,
  close: 'Close',
  available: (version: string) => `Framelatch ${version} is available`,
  notes: 'What’s new',
  hideNotes: 'Hide what’s new',
  /** The publisher’s text: lines stay, and what could hide or reorder text is shown. */
  plain: (notes: string) => notes.split(/\r?\n/).map(visible).join('\n'),
  install: 'Download and restart',
  later: 'Not now',
  skip: 'Skip this version',
  downloading: (version: string) => `Downloading Framelatch ${version}`,
  progress: 'Download',
  megabytes: (received: number, bytes: number) => `${megabytes(received)} of ${megabytes(bytes)} MB`,
  stop: 'Stop',
  installing: (version: string) => `Framelatch ${version} is being put in place; it starts by itself.`,
  refused: 'The update was refused',
};
