import { SharedRegion } from '../../native/index';
import type { FieldContent, StructReport } from '../../protocol/content';
import type { Producer } from '../../protocol/source';
import type { DynamicStruct } from '../../protocol/schema-text';

const mostTries = 8;

/** A plain struct that is followed by a schema: no header and no lock, so it is read twice. */
export class StructSource {
  readonly #name: string;
  readonly #schema: DynamicStruct;
  #region: SharedRegion | null = null;
  #before = '';

  constructor(name: string, schema: DynamicStruct) {
    this.#name = name;
    this.#schema = schema;
  }

  /**
   * `null` while nothing changed.
   * @throws FramelatchError `mapping-missing`, `mapping-too-small`, `mapping-denied`, `value-invalid`
   */
  read(producer: Producer | null): StructReport | null {
    if (this.#region && !this.#region.isStillNamed()) this.close();
    this.#region ??= SharedRegion.open(this.#name);
    const { bytes, torn } = this.#readWhole(this.#region);
    const fields: Record<string, FieldContent> = {};
    const values = this.#schema.decode(bytes);
    for (const { name } of this.#schema.members) fields[name] = plain(values[name]);
    const now = JSON.stringify([fields, torn, producer]);
    if (now === this.#before) return null;
    this.#before = now;
    return { layout: 'struct', fields, torn, producer };
  }

  close(): void {
    this.#region?.close();
    this.#region = null;
  }

  /** Two readings that agree are one moment; a writer that never pauses is told so. */
  #readWhole(region: SharedRegion): { bytes: Uint8Array; torn: boolean } {
    const size = this.#schema.size;
    let bytes = region.read(0, size);
    for (let tries = 1; tries < mostTries; tries += 1) {
      const again = region.read(0, size);
      if (Buffer.compare(bytes, again) === 0) return { bytes, torn: false };
      bytes = again;
    }
    return { bytes, torn: true };
  }
}

/** As JSON can carry it: what exceeds 2^53 becomes its decimal text, what JSON has no number for its name. */
function plain(value: unknown): FieldContent {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return Array.from(value as ArrayLike<unknown>, (element) => plain(element) as number | string | boolean);
}
