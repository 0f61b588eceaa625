/** The layouts that Framelatch can read, by their names in the CLI and the window. */
export const layoutNames = [
  'capture-hook',
  'game-capture',
  'virtual-camera',
  'xwd',
  'raw',
  'checked-block',
  'struct',
  'task',
  'pipe',
] as const;

export type LayoutName = (typeof layoutNames)[number];

/** The process that writes a mapping. */
export interface Producer {
  readonly pid: number;
  /** Executable name as the system gives it: untrusted text, escape it before it reaches a terminal. */
  readonly name: string;
  readonly alive: boolean;
}

/** Whether a process still writes a mapping: who is not seen is not `gone`. */
export type Liveness = 'running' | 'gone' | 'unknown';

/** One row of the list of mappings. */
export interface SourceListing {
  /** The name of the object that is opened first: a hook's info, a queue; a path where it is a file. */
  readonly name: string;
  /** `unknown`: of a name of the user's, without a reading, for what is not there now. */
  readonly layout: LayoutName | 'unknown';
  /** 0 where the header could not be read, and of layouts that hold no picture. */
  readonly width: number;
  readonly height: number;
  /** DXGI name without its prefix. */
  readonly format: string;
  /** `null` when no process is known to write it. */
  readonly producer: Producer | null;
  /** The objects are still there although it is certain that no process writes them. Neither this nor a producer: unknown. */
  readonly leftover: boolean;
  /** Of a hook: the executable's whole name. Untrusted text, as the producer's. */
  readonly program?: string;
  /** This row stands for so many that are not shown. */
  readonly leftOut?: number;
  /** Of a name of the user's: the source behind it, as `parseSourceText` takes it. */
  readonly saved?: string;
}

/** What a look (never an acquisition) tells of a mutex. */
export type MutexState =
  | { readonly state: 'missing' }
  | { readonly state: 'free' }
  | { readonly state: 'held'; readonly by: number | null }
  | { readonly state: 'abandoned'; readonly by: number | null }
  | { readonly state: 'denied' };

/** A header's fields by the names of its ABI. Fields that a dialect lacks are absent. */
export interface HeaderFields {
  readonly [field: string]: number | bigint | boolean | string;
}

/** The 12 bytes in front of a texture mapping. */
export interface TextureHeaderFields {
  readonly last_tex: number;
  readonly tex1_offset: number;
  readonly tex2_offset: number;
}
