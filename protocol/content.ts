import type { ContentKind } from './content-kind';
import type { Producer } from './source';
import type { TaskState } from './task';

/* What a region holds that is no picture, as it was read. */

/** The encodings that content may be read in; the first that fits is guessed. */
export const textEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'utf-32le',
  'gb18030',
  'euc-kr',
  'shift_jis',
  'big5',
  'windows-1251',
  'windows-1252',
] as const;

export type TextEncoding = (typeof textEncodings)[number];

export interface BlockReport {
  readonly layout: 'checked-block';
  /** In bytes. */
  readonly contentSize: number;
  /** Bytes that the block may hold. */
  readonly maximum: number;
  readonly crcGood: boolean;
  /** The content fills the block to its end: the document's writer cuts what is longer. */
  readonly cut: boolean;
  /** `held-by-writer`: the content could not be read. */
  readonly lock: 'free' | 'held-by-writer' | 'none';
  /** What the content is. */
  readonly kind: ContentKind;
  /** `null` for what is no text. */
  readonly encoding: TextEncoding | null;
  /** Nothing says it: other encodings fit as well, or it may be text although it is taken for binary. */
  readonly encodingGuessed: boolean;
  /** Empty for what is no text. */
  readonly text: string;
  /** How many bytes of the content the text stands for: a NUL ends it, and what follows is not shown. */
  readonly textBytes: number;
  readonly producer: Producer | null;
}

/** A member's value as JSON carries it: what exceeds 2^53 is its decimal text; a struct within is an object of its members. */
export type FieldContent =
  | number
  | string
  | boolean
  | readonly FieldContent[]
  | { readonly [member: string]: FieldContent };

export interface StructReport {
  readonly layout: 'struct';
  readonly fields: Readonly<Record<string, FieldContent>>;
  /** It changed during every reading: members may belong to different moments. */
  readonly torn: boolean;
  /** How many values are not in `fields`, as there are too many; not there while it has all of them. */
  readonly leftOut?: number;
  readonly producer: Producer | null;
}

/** One side of a task. */
export interface TaskSide {
  readonly pid: number;
  /** It holds the mutex of its side. */
  readonly alive: boolean;
}

export interface TaskReport {
  readonly layout: 'task';
  readonly state: TaskState;
  /** 0 to 1. */
  readonly progress: number;
  readonly owner: TaskSide;
  /** `null` = none has come yet. */
  readonly worker: TaskSide | null;
  /** How often work was asked for. */
  readonly requests: number;
  /** Of a failure; untrusted text. */
  readonly reason: string;
  readonly producer: Producer | null;
}

export type ContentReport = BlockReport | StructReport | TaskReport;

/** Content that was read as pixels. */
export interface ContentPicture {
  readonly width: number;
  readonly height: number;
  /** RGBA8, top row first; base64. */
  readonly pixels: string;
}

/** What a session shows instead of a picture. */
export interface ContentView {
  readonly layout: ContentReport['layout'];
  /** `null` before the first reading, and while there is no schema. */
  readonly report: ContentReport | null;
  /** Of the struct that the report was read as: its members' types, by their paths without indexes. */
  readonly types?: Readonly<Record<string, string>>;
}

/** What a viewer chooses of how content is read. */
export interface ContentSettings {
  /** A struct's members in words. */
  readonly schema?: string;
  /** `null` = guess. */
  readonly encoding?: TextEncoding | null;
}
