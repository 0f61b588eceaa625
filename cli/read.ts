import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Command, InvalidArgumentError, Option } from 'commander';

import { createEngine, openContent, type ContentSource } from '../engine/index';
import {
  textEncodings,
  type ContentReport,
  type TaskReport,
  type TaskSide,
  type TextEncoding,
} from '../protocol/content';
import { FramelatchError } from '../protocol/errors';
import { writerPlatforms, type SchemaOptions, type WriterPlatform } from '../protocol/schema-text';
import { fieldRows } from './field-rows';
import { layoutOption, sourceArgument, withLayout } from './options';
import { endSignal } from './pace';
import { escapeText, print, printNote, table } from './text';

interface ReadOptions {
  readonly layout?: string;
  readonly schema?: string;
  readonly platform?: WriterPlatform;
  readonly struct?: string;
  readonly offset?: number;
  readonly encoding?: TextEncoding;
  readonly locks?: string;
  readonly follow?: true;
  readonly json?: true;
}

const lookMs = 50;

export function addReadCommand(program: Command): void {
  program
    .command('read')
    .description('Show the content of a region that holds no picture: a checked block, a plain struct, a task')
    .argument('<name>', sourceArgument)
    .addOption(layoutOption())
    .option('--schema <file>', 'a struct’s members: a header of C, or one a line; fork_server1 is known without')
    .addOption(
      new Option('--platform <name>', 'whose programs write the struct, for long, wchar_t and pointers').choices(
        writerPlatforms,
      ),
    )
    .option('--struct <name>', 'which struct of the schema it is, where there are several')
    .addOption(new Option('--offset <bytes>', 'where the struct begins').argParser(byteOffset))
    .addOption(
      new Option('--encoding <name>', 'of text: a block’s is guessed by default, a struct’s is utf-8').choices(
        textEncodings,
      ),
    )
    .option('--locks <folder>', 'where the checked block’s lock file is')
    .option('--follow', 'go on, and show each change')
    .option('--json', 'one JSON object for each')
    .action(read);
}

async function read(name: string, options: ReadOptions): Promise<void> {
  const { schema, encoding, locks, follow, json } = options;
  const schemaOptions: SchemaOptions = {
    ...(options.platform === undefined ? {} : { platform: options.platform }),
    ...(options.struct === undefined ? {} : { struct: options.struct }),
    ...(options.offset === undefined ? {} : { offset: options.offset }),
  };
  const engine = createEngine();
  const signal = endSignal();
  const source = await openContent(engine.native, await engine.resolve(withLayout(name, options.layout)), {
    ...(schema === undefined ? {} : { schema: schemaOf(schema) }),
    schemaOptions,
    ...(encoding === undefined ? {} : { encoding }),
    ...(locks === undefined ? {} : { lockFolder: locks }),
  });
  try {
    for (;;) {
      const report = await source.read();
      if (report) print(json ? JSON.stringify(report) : describe(source, report));
      if (!follow || signal.aborted) break;
      await sleep(lookMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    source.close();
    engine.close();
  }
}

function byteOffset(text: string): number {
  const offset = /^(?:0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(offset)) return offset;
  throw new InvalidArgumentError('expected a number of bytes, such as 64 or 0x40.');
}

function schemaOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw new FramelatchError({
      code: 'file-unreadable',
      operation: 'read schema',
      target: path,
      reason: (thrown as Error).message,
      next: 'Give a text file with one member a line, for example: int a',
    });
  }
}

function describe(source: ContentSource, report: ContentReport): string {
  const writer = report.producer
    ? `${report.producer.name} (${report.producer.pid})${report.producer.alive ? '' : ', ended'}`
    : 'no process is known to write it';
  if (report.layout === 'task') return taskText(report);
  if (report.layout === 'struct') {
    if (report.torn) printNote('It changed during every reading: these values may belong to different moments.');
    if (report.leftOut)
      printNote(`${report.leftOut} more values are not shown: name a part of the struct with --struct.`);
    const rows = fieldRows(report.fields);
    return [table([['FIELD', 'VALUE'], ...rows.map((row) => row.map(escapeText))]), '', escapeText(writer)].join('\n');
  }
  const { contentSize, maximum, crcGood, cut, lock, encoding, text } = report;
  if (!crcGood && lock !== 'held-by-writer')
    printNote('Warning: its CRC does not match: the content is damaged, or was caught in the middle of a write.');
  if (lock === 'held-by-writer') printNote('Warning: a writer keeps its lock: the content could not be read.');
  if (cut) printNote('Warning: it fills the block to its end: its writer may have cut it.');
  const head = `${source.layout}  ${contentSize} of ${maximum} bytes, CRC ${crcGood ? 'good' : 'BAD'}, ${encoding}, ${writer}`;
  return `${escapeText(head)}\n\n${text.split('\n').map(escapeText).join('\n')}`;
}

function taskText({ state, progress, owner, worker, requests, reason }: TaskReport): string {
  const side = ({ pid, alive }: TaskSide) => `process ${pid}${alive ? '' : ', ended'}`;
  const how = `task  ${state}, ${Math.round(progress * 100)} %${reason ? `: ${reason}` : ''}`;
  const who = `owner ${side(owner)}; worker ${worker ? side(worker) : 'not there yet'}; asked for ${requests === 1 ? 'once' : `${requests} times`}`;
  return `${escapeText(how)}\n${who}`;
}
