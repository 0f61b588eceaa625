import type { Native, SourceAddress } from '../../native/index';
import { assertNever } from '../../protocol/assert';
import type { ContentReport } from '../../protocol/content';
import { FramelatchError } from '../../protocol/errors';
import type { LayoutName, Producer } from '../../protocol/source';
import { forkServerSchema, readSchema, type Schema, type SchemaOptions } from '../../protocol/schema-text';
import { isProcessAlive } from '../process-alive';
import { BlockSource, type BlockOptions } from './block';
import { decodeText } from './encoding';
import { StructSource } from './plain-struct';
import { TaskSource } from './task';

export interface ContentOptions extends BlockOptions {
  /** A struct's members in words (see `readSchema`); `fork_server1` is known without. */
  readonly schema?: string;
  /** What a schema may leave open. */
  readonly schemaOptions?: Omit<SchemaOptions, 'decode'>;
  /** Values of a struct's report; a million by default. */
  readonly mostValues?: number;
}

/** A region that holds content instead of a picture, followed. */
export interface ContentSource {
  readonly layout: ContentReport['layout'];
  /** What it holds now; `null` while that is what it held at the last call. */
  read(): Promise<ContentReport | null>;
  /** The bytes behind the last report, of a checked block. */
  readonly bytes: Uint8Array | null;
  /** Of a struct: its members' types by their paths. */
  readonly types: Readonly<Record<string, string>> | null;
  close(): void;
}

const producerSearchMs = 1000;
/** Searching takes at most one part in so many of the time. */
const producerSearchShare = 500;

/**
 * @throws FramelatchError `layout-mismatch` for one that holds pictures, `schema-invalid`, and what opening it throws
 */
export async function openContent(
  native: Native,
  address: SourceAddress,
  options: ContentOptions = {},
): Promise<ContentSource> {
  const forced = address.layout ?? (options.schema === undefined ? undefined : 'struct');
  const layout = await contentLayout(native, forced ? { ...address, layout: forced } : address);
  const source = openAs(layout, address.name, options);
  const producer = new ProducerLook(native, { ...address, layout });
  return {
    layout,
    read: async () => source.read(await producer.now()),
    get bytes() {
      return source instanceof BlockSource ? source.bytes : null;
    },
    types: source instanceof StructSource ? source.types : null,
    close: () => source.close(),
  };
}

function openAs(layout: ContentReport['layout'], name: string, options: ContentOptions) {
  switch (layout) {
    case 'checked-block':
      return new BlockSource(name, options);
    case 'struct':
      return new StructSource(name, schemaFor(name, options), options.mostValues);
    case 'task':
      return new TaskSource(name);
    default:
      return assertNever(layout);
  }
}

/** @throws FramelatchError `layout-mismatch` for one that holds pictures, and what inspecting it throws */
export async function contentLayout(native: Native, address: SourceAddress): Promise<ContentReport['layout']> {
  const { layout } = await native.inspect(address);
  if (layout === 'checked-block' || layout === 'struct' || layout === 'task') return layout;
  throw holdsPicture(address.name, layout);
}

/** @throws FramelatchError `schema-invalid` */
export function schemaFor(name: string, { schema, schemaOptions, encoding }: ContentOptions): Schema {
  const decode = encoding && { decode: (bytes: Uint8Array) => decodeText(bytes, encoding) };
  return readSchema(schema ?? knownSchema(name), { ...schemaOptions, ...decode });
}

function knownSchema(name: string): string {
  if (name.replace(/^(?:Local|Global)\\/, '') === 'fork_server1') return forkServerSchema;
  throw new FramelatchError({
    code: 'schema-invalid',
    operation: 'read',
    target: name,
    reason: 'a plain struct does not tell what its members are',
    next: 'Write them into a file, one a line as C does (int a), and give it with --schema.',
  });
}

function holdsPicture(name: string, layout: LayoutName): FramelatchError {
  return new FramelatchError({
    code: 'layout-mismatch',
    operation: 'read',
    target: name,
    reason: `its layout is ${layout}, which holds pictures`,
    next: '`framelatch watch` and `framelatch snap` show them.',
  });
}

/** Who writes it, looked up now and then: a mapping alone does not tell that its writer has died. */
class ProducerLook {
  readonly #native: Native;
  readonly #address: SourceAddress;
  #known: Producer | null = null;
  #next = 0;

  constructor(native: Native, address: SourceAddress) {
    this.#native = native;
    this.#address = address;
  }

  async now(): Promise<Producer | null> {
    if (performance.now() < this.#next && !this.#hasJustEnded()) return this.#known;
    const began = performance.now();
    const inspection = await this.#native.inspect(this.#address).catch(() => null);
    const ended = performance.now();
    this.#next = ended + Math.max(producerSearchMs, (ended - began) * producerSearchShare);
    if (!inspection) return this.#known;
    // A dead one stays named: the user wants to know who it was. Who is not seen is not dead for that.
    const gone = inspection.liveness === 'gone' && this.#known ? { ...this.#known, alive: false } : null;
    this.#known = inspection.producer ?? gone;
    return this.#known;
  }

  /** The one that lived at the last look. */
  #hasJustEnded(): boolean {
    return this.#known?.alive === true && !isProcessAlive(this.#known.pid);
  }
}
