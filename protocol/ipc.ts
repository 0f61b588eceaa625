import { textEncodings, type ContentPicture, type ContentSettings, type TextEncoding } from './content';
import type { ErrorInfo } from './errors';
import { longestSchema } from './schema-tokens';
import type { SessionId, SessionUpdate, TransportName } from './session';
import type { SourceListing } from './source';
import type { UpdateChoice, UpdateView } from './update';

/** How the picture is fitted into the view. */
export type FitMode = 'fit' | 'actual-size';
export type ColorTheme = 'system' | 'dark' | 'light';

/** What the viewer remembers between starts. */
export interface Settings {
  readonly lastSource: string | null;
  /** The program whose hook that was: its next start has another name. */
  readonly lastProgram: string | null;
  /** Programs whose next start is opened by itself, by their executables' names. */
  readonly followed: readonly string[];
  readonly fit: FitMode;
  /** Nearest-neighbour instead of smooth scaling. */
  readonly pixelated: boolean;
  readonly theme: ColorTheme;
  /** A struct's members in words, by the name of its region. */
  readonly schemas: Readonly<Record<string, string>>;
}

export const defaultSettings: Settings = {
  lastSource: null,
  lastProgram: null,
  followed: [],
  fit: 'fit',
  pixelated: false,
  theme: 'system',
  schemas: {},
};

const mostFollowed = 100;
const mostSchemas = 100;

function validSchemas(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(
    (entry): entry is [string, string] =>
      entry[0].length <= 1024 && typeof entry[1] === 'string' && entry[1].length <= longestSchema,
  );
  // The newest stay.
  return Object.fromEntries(entries.slice(-mostSchemas));
}

/** A file's name: no path. */
function isProgramName(value: unknown): value is string {
  return typeof value === 'string' && /^[^/\\]{1,255}$/.test(value);
}

/** A choice from outside: what is no valid value is left out. */
export function validContentSettings(value: unknown): ContentSettings {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const { schema, encoding } = given;
  const isEncoding = encoding === null || (textEncodings as readonly unknown[]).includes(encoding);
  return {
    // One that is too long is refused with a reason where it is read.
    ...(typeof schema === 'string' ? { schema } : {}),
    ...(isEncoding ? { encoding: encoding as TextEncoding | null } : {}),
  };
}

/** Settings from outside: what is no valid value falls back to the default. */
export function validSettings(value: unknown): Settings {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const { lastSource, lastProgram, followed, fit, pixelated, theme, schemas } = given;
  return {
    lastSource: typeof lastSource === 'string' && lastSource.length <= 1024 ? lastSource : null,
    lastProgram: isProgramName(lastProgram) ? lastProgram : null,
    followed: Array.isArray(followed) ? followed.filter(isProgramName).slice(-mostFollowed) : [],
    fit: fit === 'actual-size' ? 'actual-size' : 'fit',
    pixelated: pixelated === true,
    theme: theme === 'dark' || theme === 'light' ? theme : 'system',
    schemas: validSchemas(schemas),
  };
}

export interface AppInfo {
  readonly version: string;
  readonly shell: 'electron' | 'browser';
  readonly platform: string;
  /** Versions of what it runs on, for the about box and bug reports. */
  readonly runtime: Readonly<Record<string, string>>;
  /** Chromium's sandbox is on; `null` when this shell cannot tell. */
  readonly sandboxed: boolean | null;
  /** Worker reads the producer's stamps back after drawing (measurement runs only). */
  readonly measure: boolean;
  readonly forcedTransport: TransportName | null;
  /** The source to open at the start; null = the last one. */
  readonly initialSource: string | null;
  /** The mapping of the test pattern that runs. */
  readonly testPattern: string | null;
  /** The last source, when the start before ended while it was opening it: it is not opened again by itself. */
  readonly unsurvived: string | null;
}

/**
 * Every question that the viewer may ask its shell: channel -> function. Both shells answer the same ones.
 * A rejected request rejects with a FramelatchError.
 */
export interface ShellRequests {
  'app:info': () => AppInfo;
  'settings:read': () => Settings;
  'settings:write': (change: Partial<Settings>) => Settings;
  'sources:list': () => readonly SourceListing[];
  /** Gives a source a name of the user's. */
  'sources:save': (name: string, source: string) => void;
  'sources:forget': (name: string) => void;
  /** Starts a producer of the program's own that shows a test picture; its mapping's name. It runs until it is stopped. */
  'test-pattern:start': () => string;
  'test-pattern:stop': () => void;
  /** Opens a session on a mapping's name or number. Its pixel stream arrives apart (see `ShellApi.connectStream`). */
  'session:open': (name: string) => SessionId;
  'session:close': (session: SessionId) => void;
  /** How content that is no picture is to be read; what is wrong with a schema, else `null`: then it is not used. */
  'session:configure': (session: SessionId, settings: ContentSettings) => ErrorInfo | null;
  /** Takes the part of the hook’s capturing application, or gives it up. */
  /** `acceptLoss`: the user was asked, and a hook may begin without offsets, which cannot be undone. */
  'session:attach': (session: SessionId, on: boolean, acceptLoss: boolean) => void;
  /** The bytes of a checked block's content, base64; `null` when there are none, or too many to show. */
  'session:content': (session: SessionId) => string | null;
  /** A checked block's content as pixels; `words` are a raw description: `640x480 B8G8R8A8_UNORM pitch=2560`. */
  'session:picture': (session: SessionId, words: string) => ContentPicture;
  /** Writes what the source holds now as PNG where the user chooses; `null` when the user cancelled. */
  'session:snapshot': (session: SessionId) => SnapshotResult | null;
  'update:read': () => UpdateView;
  /** What the user chose of what the last view offers; it means nothing when that is not offered any more. */
  'update:choose': (choice: UpdateChoice) => void;
}

export interface SnapshotResult {
  /** Where it was written, or the name under which the browser was given it. */
  readonly path: string;
  readonly suspect: boolean;
}

/** What a shell tells the viewer without being asked: channel -> payload. */
export interface ShellEvents {
  'sources:changed': readonly SourceListing[];
  /** Why there is no list any more; the next `sources:changed` says that there is one again. */
  'sources:unlisted': ErrorInfo;
  'session:changed': SessionUpdate;
  /** Chosen in the native menu. */
  'menu:command': MenuCommand;
  /** The user gave a source past the page: in a dialog, or by another start of the program. */
  'source:given': string;
  /** The desktop's window can be seen, or no longer: it was minimised or hidden. One that is only covered can. */
  'window:shown': boolean;
  /** Something failed that no request of the page's asked for; `null` when what was told before is mended. */
  'shell:failed': ErrorInfo | null;
  'update:changed': UpdateView;
  /** Browser, first of all on a connection: the page's sessions that the server still has. */
  'page:sessions': readonly SessionId[];
  /** Browser: sent every few seconds, so that a server that hangs is told from one that has nothing to say. */
  'server:alive': null;
}

export type MenuCommand =
  | 'focus-source-box'
  | 'snapshot'
  | 'fit'
  | 'actual-size'
  | 'toggle-pixelated'
  | 'toggle-test-pattern'
  | 'close-source';

export type RequestChannel = keyof ShellRequests;
export type EventChannel = keyof ShellEvents;

/** A request's answer as it crosses: errors travel as data, because Electron strips thrown errors of their fields. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorInfo };

/** What the viewer sees of its shell; rejects with FramelatchError. Named functions, never a generic send. */
export interface ShellApi {
  appInfo(): Promise<AppInfo>;
  readSettings(): Promise<Settings>;
  writeSettings(change: Partial<Settings>): Promise<Settings>;
  listSources(): Promise<readonly SourceListing[]>;
  saveSource(name: string, source: string): Promise<void>;
  forgetSource(name: string): Promise<void>;
  startTestPattern(): Promise<string>;
  stopTestPattern(): Promise<void>;
  openSession(name: string): Promise<SessionId>;
  closeSession(session: SessionId): Promise<void>;
  configureSession(session: SessionId, settings: ContentSettings): Promise<ErrorInfo | null>;
  attachSession(session: SessionId, on: boolean, acceptLoss: boolean): Promise<void>;
  contentOf(session: SessionId): Promise<string | null>;
  pictureOf(session: SessionId, words: string): Promise<ContentPicture>;
  saveSnapshot(session: SessionId): Promise<SnapshotResult | null>;
  readUpdate(): Promise<UpdateView>;
  chooseUpdate(choice: UpdateChoice): Promise<void>;
  /** Each subscription returns the way out. */
  onSourcesChanged(listener: (sources: readonly SourceListing[]) => void): () => void;
  onSourcesUnlisted(listener: (error: ErrorInfo) => void): () => void;
  onSessionChanged(listener: (update: SessionUpdate) => void): () => void;
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
  onSourceGiven(listener: (source: string) => void): () => void;
  /** With whether anybody can see the page: whenever that changed, and of `Shell` at once. */
  onShown(listener: (isShown: boolean) => void): () => void;
  onShellFailed(listener: (error: ErrorInfo | null) => void): () => void;
  onUpdateChanged(listener: (view: UpdateView) => void): () => void;
}

type AsReply<Method> = Method extends (...args: infer Args) => Promise<infer Value>
  ? (...args: Args) => Promise<Reply<Value>>
  : Method;

/** The same with errors as data, as the preload exposes it at `window.framelatch`: thrown errors lose their fields there. */
export type ShellBridge = { [Name in keyof ShellApi]: AsReply<ShellApi[Name]> };

/**
 * How the page gets a session's stream. Electron: the preload posts `{ kind: 'framelatch:stream', session }` with one
 * MessagePort to the page's own window, which hands the port on to the worker. Browser: the worker opens
 * `ws(s)://<host>/stream?session=<id>` by itself.
 */
export const streamMessageKind = 'framelatch:stream';

/**
 * Browser: the query parameter by which a page names itself (a random word of its own) in `/events?page=<word>` and
 * `/api/session:open?page=<word>`. Its sessions live as long as it holds `/events`, and some seconds for a reconnection.
 */
export const pageParameter = 'page';

/**
 * Browser: the page's own secret, beside the cookie. It keeps it in its tab's session storage under `keyStorage` and sends it as
 * this header of each request, and as `<keyProtocolPrefix><key>` among the protocols of each WebSocket, of which the server
 * chooses `socketProtocol`.
 */
export const keyStorage = 'framelatch-key';
export const keyHeader = 'x-framelatch-key';
export const keyProtocolPrefix = 'key.';
export const socketProtocol = 'framelatch';
