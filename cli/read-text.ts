import type { ContentReport, BlockReport, StructReport, TaskReport, TaskSide } from '../protocol/content';
import { fieldRows } from '../protocol/field-rows';
import { escapeText, printNote, table } from './text';

const bounds = { rows: 5000, elements: 64, more: (count: number) => `${count} more; --json has them` };

/** A report as a person reads it; what makes it doubtful goes to standard error. */
export function describeContent(report: ContentReport): string {
  switch (report.layout) {
    case 'task':
      return taskText(report);
    case 'struct':
      return structText(report);
    default:
      return blockText(report);
  }
}

function writerOf({ producer }: ContentReport): string {
  if (!producer) return 'no process is known to write it';
  return `${producer.name} (${producer.pid})${producer.alive ? '' : ', ended'}`;
}

function structText(report: StructReport): string {
  const { torn, leftOut, fields } = report;
  if (torn) printNote('It changed during every reading: these values may belong to different moments.');
  if (leftOut) printNote(`${leftOut} more values are not shown: read a part of it, with --struct and --offset.`);
  const rows = fieldRows(fields, bounds).map((row) => row.map((cell) => escapeText(String(cell))));
  return [table([['FIELD', 'VALUE'], ...rows]), '', escapeText(writerOf(report))].join('\n');
}

/** Of a block in one line; also what `--out` says of what it wrote. */
export function blockLine(report: BlockReport): string {
  const { contentSize, maximum, crcGood, kind, encoding, encodingGuessed, lock } = report;
  const content = encoding === null ? kind : encoding;
  const guess = encodingGuessed ? ' (guessed)' : '';
  const crc = lock === 'held-by-writer' ? 'not read' : `CRC ${crcGood ? 'good' : 'BAD'}`;
  return `checked-block  ${contentSize} of ${maximum} bytes, ${crc}, ${content}${guess}, ${writerOf(report)}`;
}

/** What makes a block's content doubtful. */
export function noteDoubts({ crcGood, lock, cut }: BlockReport): void {
  if (!crcGood && lock !== 'held-by-writer')
    printNote('Warning: its CRC does not match: the content is damaged, or was caught in the middle of a write.');
  if (lock === 'held-by-writer') printNote('Warning: a writer keeps its lock: the content could not be read.');
  if (cut) printNote('Warning: it fills the block to its end: its writer may have cut it.');
}

function blockText(report: BlockReport): string {
  const { encoding, kind, text, textBytes, contentSize } = report;
  noteDoubts(report);
  const head = escapeText(blockLine(report));
  if (encoding === null)
    return `${head}\n\nNo text${kind === 'binary' ? '' : ` but ${kind}`}: --out FILE writes its bytes, --encoding reads it as text all the same.`;
  if (textBytes < contentSize)
    printNote(
      `The text ends at a zero byte, after ${textBytes} of ${contentSize} bytes; --out FILE writes all of them.`,
    );
  return `${head}\n\n${text.split('\n').map(escapeText).join('\n')}`;
}

function taskText({ state, progress, owner, worker, requests, reason }: TaskReport): string {
  const side = ({ pid, alive }: TaskSide) => `process ${pid}${alive ? '' : ', ended'}`;
  const how = `task  ${state}, ${Math.round(progress * 100)} %${reason ? `: ${reason}` : ''}`;
  const who = `owner ${side(owner)}; worker ${worker ? side(worker) : 'not there yet'}; asked for ${requests === 1 ? 'once' : `${requests} times`}`;
  return `${escapeText(how)}\n${who}`;
}
