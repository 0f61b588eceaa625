import { CheckedBlockWriter, loadNative, SharedRegion } from '../engine/index';
import { forkServerSchema, parseSchema, type DynamicStruct } from '../protocol/schema-text';
import { inPlaceOfLeftover } from './leftover';
import { wrongUsage } from './option-rules';
import { endSignal, paced, still } from './pace';
import { readSchemaFile } from './schema-file';
import { required } from './sinks/layout';
import { standardInput, takeStandardInput } from './standard-input';
import { escapeText, print } from './text';

/** What `send` was asked for, where it is no picture. */
export interface ContentJob {
  readonly name: string | undefined;
  readonly fps?: number;
  readonly frames: number;
  readonly seconds?: number;
  readonly fromInput: boolean;
  readonly text?: string;
  readonly maximum: number;
  readonly schema?: string;
  readonly values?: string;
}

const defaultFps = 60;

/** A checked block: the text, counting where it says {n}; or all of standard input. Stays until it is ended. */
export async function sendBlock(job: ContentJob): Promise<void> {
  const { text = '', maximum, frames } = job;
  const counts = text.includes('{n}');
  if (!counts && job.fps !== undefined) {
    throw wrongUsage('send', '--fps means nothing to a text that stays as it is', 'Put {n} where it is to count.');
  }
  const name = required(job.name, 'the block’s name');
  const signal = endSignal(job.seconds);
  const content = job.fromInput ? await wholeInput(signal, maximum) : null;
  const writer = await inPlaceOfLeftover(loadNative(), () => new CheckedBlockWriter(name, maximum));
  try {
    const step = async (number: number) => {
      await writer.write(content ?? new TextEncoder().encode(text.replaceAll('{n}', String(number))));
      if (number === 1) print(`${escapeText(writer.mappingName)}  checked-block, at most ${maximum} bytes`);
      return number < frames;
    };
    await repeat(counts ? job.fps : 0, signal, step);
  } finally {
    writer.close();
  }
}

/** A struct: values that stay, the document's server's that count, or one of so many bytes after another from standard input. */
export async function sendStruct(job: ContentJob): Promise<void> {
  const { name = 'fork_server1', values, frames, fromInput } = job;
  const schema = parseSchema(job.schema === undefined ? forkServerSchema : readSchemaFile(job.schema));
  const given = values === undefined ? null : parseValues(values, schema);
  const signal = endSignal(job.seconds);
  const region = await inPlaceOfLeftover(loadNative(), () => SharedRegion.create(name, schema.size));
  const title = `${escapeText(name)}  struct, ${schema.size} bytes`;
  try {
    if (fromInput) return await sendStructInput(region, schema.size, title, { ...job, signal });
    const target = { write: (bytes: Uint8Array, offset?: number) => region.write(bytes, offset) };
    await repeat(given ? 0 : job.fps, signal, (number) => {
      schema.encodeTo(target, given ?? counted(number));
      if (number === 1) print(title);
      return number < frames;
    });
  } finally {
    region.close();
  }
}

async function sendStructInput(
  region: SharedRegion,
  bytes: number,
  title: string,
  { fps = 0, frames, signal }: ContentJob & { readonly signal: AbortSignal },
): Promise<void> {
  let taken = 0;
  print(title);
  const take = (struct: Uint8Array) => {
    region.write(struct);
    taken += 1;
    return taken < frames;
  };
  await takeStandardInput({ frameBytes: bytes, what: `${bytes} bytes`, fps, signal, take });
}

function repeat(
  fps: number | undefined,
  signal: AbortSignal,
  step: (number: number) => boolean | Promise<boolean>,
): Promise<void> {
  return fps === 0 ? still(signal, step) : paced(fps ?? defaultFps, signal, step);
}

/** As the document's server does it. */
function counted(number: number): Record<string, unknown> {
  return { a: number, b: 0.1, c: 0.0000001, buffer: 'data copy' };
}

/** @throws FramelatchError `usage` for more than the block may hold */
async function wholeInput(signal: AbortSignal, maximum: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of standardInput(signal)) {
    length += chunk.length;
    if (length > maximum) {
      throw wrongUsage(
        'send',
        `standard input is longer than the ${maximum} bytes that the block may hold`,
        'Give more with --maximum.',
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseValues(values: string, schema: DynamicStruct): Record<string, unknown> {
  const example = 'Give an object with a value for each member: --values \'{"a": 1}\'';
  let parsed: unknown;
  try {
    parsed = JSON.parse(values, bigintsOf(schema));
  } catch (thrown) {
    throw wrongUsage('send', `--values is no JSON: ${(thrown as Error).message}`, example);
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  throw wrongUsage('send', '--values is no JSON object', example);
}

/** 64-bit members take bigints, which JSON has not. */
function bigintsOf(schema: DynamicStruct): (key: string, value: unknown) => unknown {
  const wide = new Set(schema.members.filter(({ type }) => /^[iu]64/.test(type.name)).map((member) => member.name));
  return (key, value) => (wide.has(key) && Number.isSafeInteger(value) ? BigInt(value as number) : value);
}
