import { setTimeout as sleep } from 'node:timers/promises';

import { type Command, InvalidArgumentError, Option } from 'commander';

import {
  ContentPace,
  createEngine,
  openContent,
  writeFileWhole,
  type ContentOptions,
  type ContentSource,
} from '../engine/index';
import { textEncodings, type ContentReport, type TextEncoding } from '../protocol/content';
import { FramelatchError } from '../protocol/errors';
import { writerPlatforms, type WriterPlatform } from '../protocol/schema-text';
import { layoutOption, sourceArgument, withLayout } from './options';
import { endSignal } from './pace';
import { blockLine, describeContent, noteDoubts } from './read-text';
import { readSchemaFile } from './schema-file';
import { escapeText, print, printNote } from './text';

interface ReadOptions {
  readonly layout?: string;
  readonly schema?: string;
  readonly platform?: WriterPlatform;
  readonly struct?: string;
  readonly offset?: number;
  readonly encoding?: TextEncoding;
  readonly locks?: string;
  readonly out?: string;
  readonly follow?: true;
  readonly json?: true;
}

// Of content in a line of JSON; --out has no such bound.
const mostBase64 = 16 * 1024 * 1024;

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
    .option('--out <file>', 'write a checked block’s bytes there, as they are')
    .option('--follow', 'go on, and show each change')
    .option('--json', 'one JSON object for each')
    .action(read);
}

async function read(name: string, options: ReadOptions): Promise<void> {
  const { follow, json, out } = options;
  const engine = createEngine();
  const signal = endSignal();
  let source: ContentSource | null = null;
  try {
    source = await openContent(
      engine.native,
      await engine.resolve(withLayout(name, options.layout)),
      optionsOf(options),
    );
    requireFitting(source.layout, options);
    const pace = new ContentPace();
    for (;;) {
      pace.begin();
      const report = await source.read();
      if (report && out !== undefined) await writeBytes(source, report, out);
      if (report && (json || out === undefined)) print(json ? jsonOf(source, report) : describeContent(report));
      if (!follow || signal.aborted) break;
      await sleep(pace.end(report !== null), undefined, { signal }).catch(() => undefined);
    }
  } finally {
    source?.close();
    engine.close();
  }
}

function optionsOf({ schema, encoding, locks, platform, struct, offset }: ReadOptions): ContentOptions {
  return {
    ...(schema === undefined ? {} : { schema: readSchemaFile(schema) }),
    schemaOptions: {
      ...(platform === undefined ? {} : { platform }),
      ...(struct === undefined ? {} : { struct }),
      ...(offset === undefined ? {} : { offset }),
    },
    ...(encoding === undefined ? {} : { encoding }),
    ...(locks === undefined ? {} : { lockFolder: locks }),
  };
}

const layoutOfOption = {
  schema: ['struct'],
  platform: ['struct'],
  struct: ['struct'],
  offset: ['struct'],
  encoding: ['struct', 'checked-block'],
  locks: ['checked-block'],
  out: ['checked-block'],
} as const;

/** An option that means nothing for what is read is wrong usage. */
function requireFitting(layout: ContentReport['layout'], options: ReadOptions): void {
  for (const [option, layouts] of Object.entries(layoutOfOption)) {
    const isGiven = options[option as keyof ReadOptions] !== undefined;
    if (isGiven && !(layouts as readonly string[]).includes(layout))
      throw usage(`found --${option} for a ${layout}, expected it for a ${layouts.join(' or a ')}`, 'Leave it out.');
  }
}

function usage(reason: string, next: string): FramelatchError {
  return new FramelatchError({ code: 'usage', operation: 'read arguments of', target: 'read', reason, next });
}

/** With its bytes, where it has some: a text says less than they do. */
function jsonOf(source: ContentSource, report: ContentReport): string {
  if (report.layout !== 'checked-block') return JSON.stringify(report);
  const { bytes } = source;
  const fits = bytes !== null && bytes.byteLength <= mostBase64;
  const base64 = fits ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') : null;
  return JSON.stringify({ ...report, base64 });
}

async function writeBytes({ bytes }: ContentSource, report: ContentReport, path: string): Promise<void> {
  if (report.layout !== 'checked-block') return;
  if (!bytes || report.lock === 'held-by-writer') {
    throw new FramelatchError({
      code: 'lock-busy',
      operation: 'read',
      target: path,
      reason: 'a writer keeps its lock: the content could not be read',
      next: 'Try again, or look at what its writer does.',
    });
  }
  await writeFileWhole(path, bytes);
  noteDoubts(report);
  printNote(escapeText(`${path}: ${blockLine(report)}`));
}

function byteOffset(text: string): number {
  const offset = /^(?:0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(offset)) return offset;
  throw new InvalidArgumentError('expected a number of bytes, such as 64 or 0x40.');
}
