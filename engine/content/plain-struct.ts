import { SharedRegion } from '../../native/index';
import type { StructReport } from '../../protocol/content';
import { FramelatchError } from '../../protocol/errors';
import type { Schema } from '../../protocol/schema-text';
import type { Producer } from '../../protocol/source';
import { fieldsOf, mostValues, typesOf } from './fields';

const mostTries = 8;

/** A plain struct that is followed by a schema: no header and no lock, so it is read twice. */
export class StructSource {
  readonly #name: string;
  readonly #schema: Schema;
  readonly #most: number;
  #region: SharedRegion | null = null;
  #bytes: Uint8Array | null = null;
  #before: StructReport | null = null;

  /** @param most values of a report; what there is beyond is counted */
  constructor(name: string, schema: Schema, most = mostValues) {
    this.#name = name;
    this.#schema = schema;
    this.#most = most;
  }

  /**
   * `null` while nothing changed.
   * @throws FramelatchError `mapping-missing`, `mapping-too-small`, `mapping-denied`, `value-invalid`
   */
  read(producer: Producer | null): StructReport | null {
    const isGone = this.#region?.isStillNamed() === false;
    // What was written last before its name went is still held.
    const region = this.#region ?? this.#open();
    const last = this.#report(region, producer);
    if (!isGone) return last;
    this.close();
    return last ?? this.#report(this.#open(), producer);
  }

  get types(): Readonly<Record<string, string>> {
    return typesOf(this.#schema.struct);
  }

  close(): void {
    this.#region?.close();
    this.#region = null;
  }

  #open(): SharedRegion {
    const region = SharedRegion.open(this.#name);
    const needed = this.#schema.offset + this.#schema.struct.size;
    if (region.size < needed) {
      const found = region.size;
      region.close();
      throw tooSmall(this.#name, needed, found);
    }
    this.#region = region;
    return region;
  }

  #report(region: SharedRegion, producer: Producer | null): StructReport | null {
    const { bytes, torn } = this.#readWhole(region);
    const before = this.#before;
    const isSame = this.#bytes !== null && Buffer.compare(bytes, this.#bytes) === 0;
    if (before && isSame && before.torn === torn && JSON.stringify(producer) === JSON.stringify(before.producer)) {
      return null;
    }
    const { fields, leftOut } = fieldsOf(this.#schema.struct, bytes, this.#most);
    this.#bytes = bytes;
    this.#before = { layout: 'struct', fields, torn, ...(leftOut ? { leftOut } : {}), producer };
    return this.#before;
  }

  /** Two readings that agree are one moment; a writer that never pauses is told so. */
  #readWhole(region: SharedRegion): { bytes: Uint8Array; torn: boolean } {
    const { offset, struct } = this.#schema;
    let bytes = region.read(offset, struct.size);
    for (let tries = 1; tries < mostTries; tries += 1) {
      const again = region.read(offset, struct.size);
      if (Buffer.compare(bytes, again) === 0) return { bytes, torn: false };
      bytes = again;
    }
    return { bytes, torn: true };
  }
}

function tooSmall(name: string, needed: number, found: number): FramelatchError {
  return new FramelatchError({
    code: 'mapping-too-small',
    operation: 'read',
    target: name,
    reason: `the schema needs ${needed.toLocaleString('en-US')} bytes; the mapping has ${found.toLocaleString('en-US')}`,
    next: 'Check its members, their packing, and the platform of the program that writes them.',
  });
}
