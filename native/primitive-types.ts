/* What the addon gives of the primitives; shared-region.ts and locks.ts make the public faces of them. */

export interface RawRegion {
  read(offset: number, target: Uint8Array): Uint8Array;
  write(offset: number, bytes: Uint8Array): void;
  load(offset: number): number;
  store(offset: number, value: number): void;
  size(): number;
  isStillNamed(): boolean;
  close(): void;
}

export interface RawMutex {
  tryLock(): 'busy' | 'owned' | 'abandoned';
  unlock(): void;
  isStillNamed(): boolean;
  close(): void;
}

/** What came of a pipe; `message` is empty but for the kind of that name. `refused`: it was too long. */
export interface PipeEvent {
  readonly kind: 'connected' | 'message' | 'ended' | 'refused';
  readonly message: Uint8Array;
}

export interface RawMessagePipe {
  poll(): PipeEvent | null;
  close(): void;
}

export interface RawEvent {
  signal(): void;
  tryTake(): boolean;
  close(): void;
}

export interface RawFileLock {
  tryLock(kind: 'shared' | 'exclusive'): 'busy' | 'owned' | 'missing';
  unlock(): void;
}

/** A checked block's content as it was read. */
export interface BlockContent {
  readonly bytes: Uint8Array;
  /** Bytes that the block may hold. */
  readonly maximum: number;
  readonly crcGood: boolean;
  readonly crcStored: bigint;
  readonly crcComputed: bigint;
  /** What the last try at the lock found: `held-by-writer` = the content could not be read. */
  readonly lock: 'free' | 'held-by-writer' | 'none';
  /** 1 when the first was good. */
  readonly tries: number;
}

export interface RawBlockReader {
  read(): Promise<BlockContent | null>;
  isStillNamed(): boolean;
  close(): void;
}

export interface RawBlockWriter {
  write(content: Uint8Array): Promise<void>;
  mappingName(): string;
  close(): void;
}
