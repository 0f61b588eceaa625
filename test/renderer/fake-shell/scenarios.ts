import type { ErrorInfo } from '../../../protocol/errors';
import type { Settings } from '../../../protocol/ipc';
import type { SessionEvent, SessionState, SessionUpdate, SourceShape } from '../../../protocol/session';
import type { Producer, SourceListing } from '../../../protocol/source';
import { contents, game } from './contents';
import { ambiguous, denied, gpuTexture } from './refusals';

/** What the fake shell says: a list, and what happens when its first source is opened. */
export interface Scenario {
  readonly sources: readonly SourceListing[];
  /** What the list becomes when a test says so. */
  readonly later?: readonly SourceListing[];
  /** Opened at the start; null = nothing. */
  readonly open: string | null;
  readonly refusal?: ErrorInfo;
  readonly listError?: ErrorInfo;
  readonly update?: Omit<SessionUpdate, 'session'>;
  /** What is told of every session after the first, where that differs. */
  readonly next?: Omit<SessionUpdate, 'session'>;
  /** Frames that are sent before the state stands. */
  readonly hasPicture?: boolean;
  readonly settings?: Partial<Settings>;
  /** Base64, of a checked block. */
  readonly contentBytes?: string | undefined;
  /** Why attaching is refused to whoever was not asked. */
  readonly attachRefusal?: ErrorInfo;
}

const dead: Producer = { ...game, alive: false };
const name = 'CaptureHook_HookInfo48213';

const sources: readonly SourceListing[] = [
  { ...listing(name, game), program: game.name },
  listing(
    'CaptureHook_HookInfo7012',
    { pid: 7012, name: 'obs-hook-test', alive: true },
    2560,
    1440,
    'R16G16B16A16_FLOAT',
  ),
  {
    ...listing('GameCapture_HookInfo991', { pid: 991, name: 'portal2_linux', alive: true }, 1280, 720),
    layout: 'game-capture',
  },
  listing(
    'CaptureHook_HookInfo31337',
    { pid: 31337, name: 'render-bench', alive: false },
    3840,
    2160,
    'R10G10B10A2_UNORM',
  ),
  { ...listing('CaptureHook_HookInfo20418', null, 800, 600), leftover: true },
];

function listing(
  listed: string,
  producer: Producer | null,
  width = 1920,
  height = 1080,
  format = 'B8G8R8A8_UNORM',
): SourceListing {
  return { name: listed, layout: 'capture-hook', width, height, format, producer, leftover: false };
}

const shape: SourceShape = {
  layout: 'capture-hook',
  width: 1920,
  height: 1080,
  format: 87,
  pitch: 7680,
  flip: false,
  mapId: 3,
};

const events: readonly SessionEvent[] = [
  { kind: 'opened', agoMs: 412_000, detail: { width: 1280, height: 720, pid: 47990, process: game.name } },
  { kind: 'producer-gone', agoMs: 96_400, detail: { reason: 'process-exited', pid: 47990, process: game.name } },
  { kind: 'producer-restarted', agoMs: 88_200, detail: { width: 1280, height: 720, pid: 48213, process: game.name } },
  { kind: 'size-changed', agoMs: 61_000, detail: { width: 1920, height: 1080, fromWidth: 1280, fromHeight: 720 } },
];

function update(state: SessionState, change: Partial<SessionUpdate> = {}): Omit<SessionUpdate, 'session'> {
  return {
    name,
    state,
    shape,
    shown: shape,
    picture: { uniform: null, alphaZero: false, unwrittenBytes: 0, unchangedForMs: 0 },
    counters: { published: 24_816, delivered: 24_790, overtaken: 26, contended: 3, suspect: 0, reopened: 2 },
    content: null,
    attach: null,
    reading: {},
    sourceFps: 59.9,
    drawnFps: 59.9,
    latencyMs: 3.8,
    suspect: false,
    transport: { name: 'ring', reason: null },
    events,
    ...change,
  };
}

/** The same program, started again. */
const again: readonly SourceListing[] = [
  { ...listing('CaptureHook_HookInfo892', { ...game, pid: 892 }), program: game.name },
];

/** Live, and yet something is to be known of the picture. */
const facts: Readonly<Record<string, Partial<SessionUpdate>>> = {
  'all-black': { picture: { uniform: [0, 0, 0], alphaZero: true, unwrittenBytes: 0, unchangedForMs: 0 } },
  'one-colour': { picture: { uniform: [255, 0, 10], alphaZero: false, unwrittenBytes: 0, unchangedForMs: 0 } },
  'alpha-zero': { picture: { uniform: null, alphaZero: true, unwrittenBytes: 0, unchangedForMs: 0 } },
  unwritten: { picture: { uniform: [0, 0, 0], alphaZero: false, unwrittenBytes: 8_294_400, unchangedForMs: 0 } },
  resized: { shape: { ...shape, width: 2560, height: 1440 }, shown: shape },
};
const quiet = { sourceFps: 0, drawnFps: 0, latencyMs: null };
const nothing = {
  ...quiet,
  shape: null,
  shown: null,
  picture: null,
  transport: null,
  events: [],
  counters: { published: 0, delivered: 0, overtaken: 0, contended: 0, suspect: 0, reopened: 0 },
};
const camera: Partial<SessionUpdate> = {
  shape: { ...shape, layout: 'virtual-camera', format: 103, pitch: 1920 },
  reading: { layout: 'virtual-camera', yuv: { matrix: 'bt601', range: 'full' } },
};
const cameraText = `${name} as virtual-camera bt601 full`;
const hookLog = [
  '[graphics-hook] Hooked D3D11',
  '[graphics-hook] hooked \u202e dxgi\u001b[31m present',
  ...Array.from({ length: 12 }, (_, index) => `[graphics-hook] frame ${index}: ${'resize '.repeat(20)}`),
].map((text, index) => ({ number: index + 1, text }));
const gone: SessionState = { kind: 'producer-gone', reason: 'process-exited', quietForMs: 31_240, producer: dead };
const goneEvents: readonly SessionEvent[] = [
  ...events,
  { kind: 'abandoned-lock', agoMs: 31_200, detail: { buffer: 1 } },
  { kind: 'producer-gone', agoMs: 30_900, detail: { reason: 'process-exited', pid: 48213, process: game.name } },
];

export const scenarios: Readonly<Record<string, Scenario>> = {
  empty: { sources: [], open: null },
  list: { sources, open: null },
  live: { sources, open: name, hasPicture: true, update: update({ kind: 'live', producer: game }) },
  'actual-size': {
    sources,
    open: name,
    hasPicture: true,
    settings: { fit: 'actual-size' },
    update: update({ kind: 'live', producer: game }),
  },
  stalled: {
    sources,
    open: name,
    hasPicture: true,
    update: update({ kind: 'stalled', quietForMs: 12_430, producer: game }, quiet),
  },
  gone: {
    sources: sources.slice(1),
    open: name,
    hasPicture: true,
    update: update(gone, {
      ...quiet,
      suspect: true,
      events: goneEvents,
      counters: { ...update(gone).counters, suspect: 1 },
    }),
  },
  suspect: {
    sources,
    open: name,
    hasPicture: true,
    update: update({ kind: 'live', producer: game }, { suspect: true }),
  },
  searching: {
    sources,
    open: 'CaptureHook_HookInfo77',
    update: update(
      { kind: 'searching', name: 'CaptureHook_HookInfo77' },
      { ...nothing, name: 'CaptureHook_HookInfo77' },
    ),
  },
  'hook-idle': {
    sources,
    open: name,
    update: update(
      { kind: 'waiting-for-first-frame', reason: 'hook-idle', producer: game },
      { ...nothing, attach: { state: 'off', log: [] } },
    ),
  },
  'hook-unprepared': {
    sources,
    open: name,
    update: update(
      { kind: 'waiting-for-first-frame', reason: 'hook-idle', producer: game },
      { ...nothing, attach: { state: 'off', log: [] } },
    ),
    attachRefusal: {
      code: 'hook-unprepared',
      operation: 'attach to hook of process',
      target: '48213',
      reason: 'it has loaded DXGI, and nobody has told the hook where the functions of dxgi are',
      next: 'Give them with --offsets FILE.',
    },
  },
  attached: {
    sources,
    open: name,
    hasPicture: true,
    update: update({ kind: 'live', producer: game }, { attach: { state: 'capturing', log: hookLog } }),
  },
  'gpu-texture': { sources, open: name, update: update({ kind: 'failed', error: gpuTexture }, nothing) },
  'failed-later': {
    sources,
    open: name,
    hasPicture: true,
    update: update({ kind: 'failed', error: gpuTexture }, quiet),
  },
  camera: {
    sources,
    open: name,
    hasPicture: true,
    update: update({ kind: 'live', producer: game }, camera),
  },
  'camera-saved': {
    sources: [{ ...listing('my camera 1', null, 0, 0), layout: 'virtual-camera', saved: cameraText }, ...sources],
    open: name,
    hasPicture: true,
    update: update({ kind: 'live', producer: game }, camera),
  },
  pipe: {
    sources,
    open: name,
    hasPicture: true,
    update: update(
      { kind: 'live', producer: null },
      { name: 'pipe:render', shape: { ...shape, layout: 'pipe' }, reading: { layout: 'pipe' } },
    ),
  },
  hdr: {
    sources,
    open: name,
    hasPicture: true,
    update: update(
      { kind: 'live', producer: game },
      {
        shape: { ...shape, format: 10 },
        transport: { name: 'port', reason: 'the viewer’s ring file was not found in its folder' },
      },
    ),
  },
  ...Object.fromEntries(
    Object.entries(contents).map(([about, { open, bytes, state, content }]) => [
      about,
      { sources, open, contentBytes: bytes, update: update(state, { ...nothing, name: open, content }) },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(facts).map(([about, change]) => [
      about,
      { sources, open: name, hasPicture: true, update: update({ kind: 'live', producer: game }, change) },
    ]),
  ),
  'program-back': {
    sources: sources.slice(0, 3),
    later: again,
    open: name,
    hasPicture: true,
    update: update(gone, { ...quiet, attach: { state: 'off', log: [] } }),
    next: update(
      { kind: 'live', producer: game },
      { name: 'CaptureHook_HookInfo892', attach: { state: 'off', log: [] } },
    ),
  },
  'program-saved': {
    sources: [{ ...listing('my game', null, 0, 0, 'unknown'), saved: `program:${game.name}` }, ...again],
    open: 'CaptureHook_HookInfo892',
    hasPicture: true,
    update: update({ kind: 'live', producer: game }, { name: 'CaptureHook_HookInfo892' }),
  },
  'unknown-producer': { sources: [listing('CaptureHook_HookInfo600', null, 640, 480)], open: null },
  unlisted: { sources: [], listError: denied, open: null },
  refused: { sources, open: '48213', refusal: ambiguous },
};
