import { dispose, SharedRegion } from '../native/index';
import { FramelatchError } from '../protocol/errors';
import type { Struct, StructValue } from '../protocol/struct';
import type { PointerValue } from '../protocol/struct-arrays';
import type { Type } from '../protocol/struct-type';

/** What a program gives for a value: where the struct has a pointer, the bytes that it points to, or null. */
export type BusinessValue<Fields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends Type<PointerValue>
    ? Uint8Array | null
    : Fields[Name] extends Type<infer T>
      ? T
      : never;
};

/**
 * A struct in a region of its own, with a further region behind each pointer, whose name the struct keeps. The creator's
 * `close()` removes them all; a reader's lets go.
 */
export class SharedObject<Fields> implements Disposable {
  readonly name: string;
  readonly #struct: Struct<Fields>;
  readonly #region: SharedRegion;
  readonly #behind = new Map<string, SharedRegion>();

  private constructor(name: string, layout: Struct<Fields>, region: SharedRegion) {
    this.name = name;
    this.#struct = layout;
    this.#region = region;
  }

  /** @throws FramelatchError `mapping-exists`, `no-space`, `name-invalid`, `value-invalid` */
  static create<Fields>(name: string, layout: Struct<Fields>, value: BusinessValue<Fields>): SharedObject<Fields> {
    const object = new SharedObject(name, layout, SharedRegion.create(name, layout.size));
    try {
      object.write(value);
      return object;
    } catch (thrown) {
      object.close();
      throw thrown;
    }
  }

  /** @throws FramelatchError `mapping-missing`, `mapping-denied`, `mapping-too-small` */
  static open<Fields>(name: string, layout: Struct<Fields>, access: 'read' | 'write' = 'read'): SharedObject<Fields> {
    return new SharedObject(name, layout, SharedRegion.open(name, { access, length: layout.size }));
  }

  /** Writes every member straight into the region. @throws FramelatchError `value-invalid`, `mapping-denied`, `no-space` */
  write(value: BusinessValue<Fields>): void {
    const given = value as Readonly<Record<string, unknown>>;
    const stored: Record<string, unknown> = { ...given };
    for (const { name, type } of this.#struct.members) {
      if (type.name === 'pointer') stored[name] = this.#keep(name, given[name] as Uint8Array | null);
    }
    this.#struct.encodeTo(
      { write: (bytes, offset) => this.#region.write(bytes, offset) },
      stored as StructValue<Fields>,
    );
  }

  /** @throws FramelatchError `value-invalid`, and what opening a pointer's region throws */
  read(): BusinessValue<Fields> {
    const value: Record<string, unknown> = { ...this.#struct.decode(this.#region.read(0, this.#struct.size)) };
    for (const { name, type } of this.#struct.members) {
      if (type.name === 'pointer') value[name] = this.#follow(value[name] as PointerValue);
    }
    return value as BusinessValue<Fields>;
  }

  close(): void {
    for (const region of this.#behind.values()) region.close();
    this.#behind.clear();
    this.#region.close();
  }

  [dispose](): void {
    this.close();
  }

  /** The region behind a pointer, made anew when its bytes do not fit the one that is there. */
  #keep(member: string, bytes: Uint8Array | null): PointerValue {
    const before = this.#behind.get(member);
    if (!bytes || !bytes.byteLength) {
      before?.close();
      this.#behind.delete(member);
      return { region: '', size: 0 };
    }
    const fits = before && before.size >= bytes.byteLength;
    if (!fits) before?.close();
    const region = fits ? before : SharedRegion.create(`${this.name}.${member}`, bytes.byteLength);
    this.#behind.set(member, region);
    region.write(bytes);
    return { region: region.name, size: bytes.byteLength };
  }

  #follow({ region: name, size }: PointerValue): Uint8Array | null {
    if (!name) return null;
    const region = SharedRegion.open(name);
    try {
      if (size > region.size) {
        throw new FramelatchError({
          code: 'value-invalid',
          operation: 'decode',
          target: name,
          reason: `found a pointer to ${size} bytes in a region of ${region.size}`,
          next: 'Check what the other side writes, and that both use one schema.',
        });
      }
      return region.read(0, size);
    } finally {
      region.close();
    }
  }
}
