import type { TaskSide } from '../../protocol/content';
import type { ContentKind } from '../../protocol/content-kind';
import type { ErrorInfo } from '../../protocol/errors';
import type { TaskState } from '../../protocol/task';
import { count, visible } from './numbers';

/* Of what holds no picture. */

export const content = {
  label: 'Content',
  viewAs: 'Show the content as',
  text: 'Text',
  hex: 'Hex',
  picture: 'Picture',
  encoding: 'Encoding',
  guessed: (encoding: string | null) => `guessed: ${encoding ?? 'no text'}`,
  byItself: (encoding: string | null) => `automatic: ${encoding ?? 'no text'}`,
  noText: (kind: ContentKind) =>
    kind === 'binary'
      ? 'These bytes look like no text. Choose an encoding to read them as text, or look at them as hex.'
      : `This is no text but ${kind}. The picture shows it.`,
  textEnds: (shown: number, all: number) =>
    `The text ends at a zero byte, after ${count(shown)} of ${count(all)} bytes; hex shows the rest.`,
  size: (used: number, maximum: number) => `${count(used)} of ${count(maximum)} B`,
  crcGood: 'CRC OK',
  crcBad: 'CRC does not match: damaged, or caught in the middle of a write',
  locks: { free: 'lock free', 'held-by-writer': 'Locked by the writer', none: 'no lock' },
  cut: 'Fills the block to its end: may be truncated',
  noBytes: 'There are no bytes to show.',
  noPicture: 'The content is no PNG, JPEG or BMP. If it is pixels, say their size and format.',
  rawLabel: 'Size and format of the pixels',
  rawExample: '640x480 B8G8R8A8_UNORM pitch=2560',
  showRaw: 'Show',
  brokenPicture: (type: string) => `The content begins like ${type}, but cannot be decoded.`,
  torn: 'It changed during every reading: these values may belong to different moments.',
  member: 'Member',
  type: 'Type',
  value: 'Value',
  lately: 'History',
  schema: 'Schema',
  schemaHint: 'One member a line, as C writes it; it is kept for this name.',
  schemaExample: 'int a\nfloat samples[256]\nchar name[64]\npack 4',
  /** The line is its target; what does not fit the mapping has none. */
  problem: ({ target, reason }: ErrorInfo) =>
    /^line \d+$/.test(target) ? `Schema error, ${target}: ${reason}` : reason.charAt(0).toUpperCase() + reason.slice(1),
  leftOut: (values: number) => `${count(values)} more values are not shown.`,
  useSchema: 'Apply',
};

export const task = {
  progress: 'Progress',
  percent: (value: number) => `${Math.round(value)} %`,
  states: {
    waiting: 'Queued',
    running: 'Running',
    done: 'Done',
    failed: 'Failed',
  } satisfies Record<TaskState, string>,
  deserted: 'Its worker died before the end',
  reason: visible,
  owner: 'Owner',
  worker: 'Worker',
  noWorker: 'nobody yet',
  side: ({ pid, alive }: TaskSide) => `process ${pid}${alive ? '' : ', ended'}`,
  requests: 'Requests',
  count: (times: number) => (times === 1 ? '1 request' : `${count(times)} requests`),
};
