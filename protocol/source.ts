/** The layouts that Framelatch can read, by their names in the CLI and the window. */
export type LayoutName = 'capture-hook' | 'game-capture';

/** The process that writes a mapping. */
export interface Producer {
  readonly pid: number;
  /** Executable name as the system gives it: untrusted text, escape it before it reaches a terminal. */
  readonly name: string;
  readonly alive: boolean;
}

/** One row of the list of mappings. */
export interface SourceListing {
  /** The hook-info mapping's name. */
  readonly name: string;
  readonly layout: LayoutName;
  readonly width: number;
  readonly height: number;
  /** DXGI name without its prefix. */
  readonly format: string;
  /** `null` when no process is known to write it. */
  readonly producer: Producer | null;
  /** The objects are still there although no living process writes them. */
  readonly leftover: boolean;
}

/** What a look (never an acquisition) tells of a mutex. */
export type MutexState =
  | { readonly state: 'missing' }
  | { readonly state: 'free' }
  | { readonly state: 'held'; readonly by: number | null }
  | { readonly state: 'abandoned'; readonly by: number | null }
  | { readonly state: 'denied' };

/** The hook-info header, by the field names of the capture hook's ABI. Fields that a dialect lacks are absent. */
export interface HookInfoFields {
  readonly [field: string]: number | bigint | boolean;
}

/** The 12 bytes in front of a texture mapping. */
export interface TextureHeaderFields {
  readonly last_tex: number;
  readonly tex1_offset: number;
  readonly tex2_offset: number;
}
