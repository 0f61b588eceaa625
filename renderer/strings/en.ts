import type { ErrorCode, ErrorInfo } from '../../protocol/errors';
import type { ColorTheme } from '../../protocol/ipc';
import type { AttachView, GoneReason, SessionEvent, TransportName, WaitingReason } from '../../protocol/session';
import type { YuvCoding } from '../../protocol/reading';
import { layoutNames, type LayoutName, type Producer } from '../../protocol/source';
import { content, task } from './en-content';
import { clock, count, decimal, percent, visible } from './numbers';

/* Every text that the window shows. Another language is another file of this shape. */

const who = (producer: Producer | null) => (producer ? `${visible(producer.name)} (${producer.pid})` : 'The producer');
const size = (width: unknown, height: unknown) => `${Number(width)} × ${Number(height)}`;
const eventWho = ({ pid, process }: SessionEvent['detail']) =>
  pid === undefined ? 'an unknown process' : `${visible(String(process))} (${pid})`;

function age(ms: number): string {
  const [hours, minutes, seconds] = clock(ms);
  if (hours > 0) return `${hours} h ${minutes} min`;
  if (minutes > 0) return `${minutes} min ${String(seconds).padStart(2, '0')} s`;
  return `${decimal(ms / 1000)} s`;
}

export const en = {
  appName: 'Framelatch',
  windowTitle: (name: string, state: string) => `${name} (${state}) – Framelatch`,
  sources: {
    title: 'Mappings',
    paneLabel: 'Sources',
    count,
    boxLabel: 'Mapping name or number',
    boxPlaceholder: 'Filter, or open by name or number',
    boxHint: 'Type to filter; Enter opens the name, even one that does not exist yet',
    open: 'Open',
    clear: 'Clear',
    listLabel: 'Mappings that exist now',
    looking: 'Looking for mappings …',
    empty: 'No mappings yet',
    emptyNext: 'Start a producer: a program with a capture hook, or, to try it out,',
    emptyCommand: 'framelatch send',
    noMatch: (text: string) => `No mapping matches “${text}”`,
    noMatchNext: 'Press Enter to open it as soon as it appears.',
    alive: 'alive',
    gone: 'gone',
    unknown: 'unknown',
    leftover: 'leftover',
    process: (producer: Producer | null) => (producer ? visible(producer.name) : 'no known producer'),
    saved: 'saved',
    opens: visible,
    pid: (producer: Producer) => `pid ${producer.pid}`,
    name: visible,
    size,
  },
  saved: {
    label: 'Save this source under a name of your own',
    placeholder: 'Save as …',
    save: 'Save',
    savedAs: (name: string) => `Saved as ${name}`,
    forget: 'Forget',
  },
  details: {
    title: 'Source',
    layout: 'Layout',
    layouts: Object.fromEntries(layoutNames.map((name) => [name, name])) as Record<LayoutName, string>,
    size: 'Size',
    format: 'Format',
    yuv: 'Colours',
    yuvCoding: ({ matrix, range }: YuvCoding) => `${matrix === 'bt709' ? 'BT.709' : 'BT.601'} ${range}`,
    frames: 'Frames',
    pace: { every: 'every one, in order', latest: 'the latest only' },
    pitch: 'Pitch',
    bytes: (value: number) => `${count(value)} B`,
    flip: 'Flip',
    yes: 'yes',
    no: 'no',
    mapId: 'map_id',
    buffer: 'Buffer',
    // From 1 on, as the hook numbers its mutexes and offsets.
    bufferNumber: (index: number) => String(index + 1),
    sequence: 'Frame',
    unknown: '–',
    number: count,
    lockHeld: 'Under lock',
    microseconds: (ns: number) => `${count(ns / 1000)} µs`,
    producer: 'Producer',
    producerOf: (producer: Producer | null) => (producer ? who(producer) : 'unknown'),
  },
  toolbar: {
    label: 'Picture',
    fitGroup: 'Scale',
    fit: 'Fit',
    fitHint: 'Fit the picture into the view',
    actualSize: '1:1',
    actualSizeHint: 'One source pixel on one screen pixel; drag, scroll or arrow keys move it',
    pixelated: 'Pixelated',
    pixelatedHint: 'Scale without smoothing',
    scale: (value: number) => `${percent(value)} %`,
    snapshot: 'Save picture',
    snapshotHint: 'Save what the source holds now as PNG',
    close: 'Close',
    closeHint: 'Stop watching this source',
    saved: (path: string) => `Saved ${visible(path)}`,
    savedSuspect: (path: string) => `Saved ${visible(path)} – suspect: it may be torn`,
  },
  theme: {
    label: 'Theme',
    names: { system: 'as the system', dark: 'dark', light: 'light' } satisfies Record<ColorTheme, string>,
  },
  picture: {
    label: (name: string, shape: string) => `Picture of ${name}, ${shape}`,
    none: 'No source is open',
    noneNext: 'Pick a mapping on the left, or type its name or number.',
    noneSend: 'Nothing writes frames yet. Start a producer; to try it out, run',
    looksOnly:
      'Framelatch only looks: it never waits for a producer’s lock, and writes nothing into its memory unless you attach to a hook.',
  },
  attach: {
    title: 'Attach',
    label: 'Attach to this hook',
    states: {
      off: 'Off: Framelatch only looks. On, it takes the part of the capturing application, asks the hook for frames in shared memory, and shows its log. Injects nothing; undone at the end.',
      attaching: 'Attaching …',
      attached: 'Attached. The hook has not said yet that it captures.',
      capturing: 'Attached. The hook has begun to capture.',
    } satisfies Record<AttachView['state'], string>,
    log: 'Log of the hook',
    line: visible,
  },
  content,
  task,
  state: {
    names: {
      searching: 'Searching',
      'waiting-for-first-frame': 'Waiting',
      live: 'Live',
      stalled: 'Stalled',
      'producer-gone': 'Producer gone',
      failed: 'Cannot read',
    },
    searching: (name: string) => `Waiting for ${visible(name)}`,
    searchingEvidence: 'No mapping of that name exists.',
    searchingNext: 'Start its producer: it opens by itself as soon as the mapping appears.',
    waiting: {
      'hook-idle': 'The hook is idle',
      'nothing-published': 'No frame yet',
      'buffers-busy': 'Both buffers are locked',
    } satisfies Record<WaitingReason, string>,
    waitingEvidence: {
      'hook-idle': (producer: Producer | null) =>
        `No capturing application holds CaptureHook_KeepAlive${producer?.pid ?? ''}, so the hook publishes nothing.`,
      'nothing-published': (producer: Producer | null) => `${who(producer)} has published nothing: last_tex is −1.`,
      'buffers-busy': () => 'Every look so far found both buffers held by somebody else.',
    } satisfies Record<WaitingReason, (producer: Producer | null) => string>,
    waitingNext: {
      'hook-idle':
        'Attach to it, left below the list, or start a capture of this process, for example a Game Capture in OBS.',
      'nothing-published': 'The first frame appears by itself.',
      'buffers-busy': 'See who holds them with framelatch inspect: another reader, or a producer that never lets go.',
    } satisfies Record<WaitingReason, string>,
    live: who,
    lastFrame: (ms: number) => `last frame ${age(ms)} ago`,
    stalledEvidence: (producer: Producer | null) => `${who(producer)} is alive but publishes nothing new.`,
    goneEvidence: (reason: GoneReason, producer: Producer | null) =>
      reason === 'mapping-removed' ? 'The mapping was removed.' : `${who(producer)} has ended.`,
    goneNext: 'This is its last picture. It goes on by itself when the producer comes back.',
    goneNextEmpty: 'It published no picture. It goes on by itself when the producer comes back.',
    kept: 'The last picture is kept; it goes on by itself when the source can be read again.',
    suspect: 'suspect frame',
    suspectHint:
      'The writer of this frame died while it wrote, or went on while it was copied: the picture may be torn.',
  },
  error: {
    notReopened: {
      reason: 'Framelatch, or its page, ended while this source was being opened',
      next: 'Open it from the list if you want to try once more.',
    },
    titles: {
      'name-invalid': 'That is no mapping’s name',
      'name-ambiguous': 'Two mappings have that number',
      'mapping-missing': 'The mapping does not exist',
      'mapping-denied': 'Access to the mapping is denied',
      'mapping-not-shared-memory': 'That is no shared memory',
      'mapping-too-small': 'The mapping is too small',
      'mutex-missing': 'A buffer’s mutex is missing',
      'mutex-denied': 'Access to a buffer’s mutex is denied',
      'mutex-invalid': 'A buffer’s mutex is no mutex',
      'no-space': 'There is no space left',
      'layout-unknown': 'Unknown layout',
      'event-missing': 'The event does not exist',
      'event-denied': 'Access to the event is denied',
      'event-invalid': 'That is no event',
      'lock-denied': 'Access to the lock file is denied',
      'lock-busy': 'Another process keeps the lock',
      'hook-taken': 'Another application captures this hook',
      'hook-unprepared': 'Nobody has prepared this hook yet',
      'pipe-taken': 'Another process serves that pipe',
      'pipe-denied': 'Access to the pipe is denied',
      'block-size-invalid': 'The header gives a wrong content size',
      'schema-invalid': 'The schema makes no sense',
      'value-invalid': 'The value does not fit its field',
      'pipe-message-invalid': 'The pipe brings something else than frames',
      'task-unfinished': 'The task has not ended',
      'layout-mismatch': 'The name is of another layout',
      'layout-holds-no-picture': 'This layout holds no picture',
      'header-version-unsupported': 'The hook is of an unknown version',
      'header-size-zero': 'The header gives a size of zero',
      'header-size-overflow': 'The header’s sizes overflow',
      'format-unsupported': 'Unsupported pixel format',
      'pitch-too-small': 'The pitch is smaller than a row',
      'capture-type-unknown': 'Unknown capture type',
      'gpu-texture': 'The hook shares a GPU texture',
      'texture-missing': 'The texture mapping is missing',
      'texture-ambiguous': 'Several texture mappings fit',
      'texture-too-small': 'The texture mapping is too small',
      'texture-offset-invalid': 'A buffer lies outside of its mapping',
      'texture-index-invalid': 'last_tex names no buffer',
      'no-frame': 'There is no frame to save',
      'file-not-allowed': 'A page may not open that file',
      'not-reopened': 'The last source was not opened again',
      'picture-too-large': 'The picture is larger than can be shown',
      'no-memory': 'There is no memory for this source’s pictures',
      'limit-reached': 'There are too many already',
      'file-unwritable': 'The file cannot be written',
    } satisfies Partial<Record<ErrorCode, string>> as Partial<Record<ErrorCode, string>>,
    title: 'That did not work',
    line: ({ operation, target, reason }: ErrorInfo) => `Cannot ${operation} ${visible(target)}: ${visible(reason)}.`,
    next: ({ next }: ErrorInfo) => visible(next),
    copy: 'Copy details',
    copied: 'Copied',
    dismiss: 'Dismiss',
  },
  status: {
    label: 'Status',
    source: 'source',
    sourceHint: 'New frames a second that the producer published',
    drawn: 'drawn',
    drawnHint: 'Frames a second that were drawn here',
    fps: (value: number) => `${decimal(value)} fps`,
    size,
    latency: 'latency',
    latencyHint: 'From reading the buffer to drawn, median of the last second',
    ms: (value: number | null) => `${decimal(value)} ms`,
    overtaken: 'overtaken',
    overtakenHint: 'Frames that a newer one replaced before they could be drawn',
    contended: 'contended',
    contendedHint: 'Looks that found a new frame but its buffer locked',
    suspect: 'suspect',
    suspectHint: 'Frames that may be torn: their writer died while it wrote, or went on while they were copied',
    reopened: 'reopened',
    reopenedHint: 'Times the source was opened anew: restarts, re-initialisations, new sizes',
    count,
    assumedSrgb: 'sRGB assumed',
    assumedSrgbHint: 'R10G10B10A2 holds sRGB or Rec.2100 PQ: nothing in the header says which.',
    clipped: 'scRGB, clipped to SDR',
    clippedHint: 'Float formats are scRGB: what is brighter than sRGB white is shown as white.',
    transport: { ring: 'ring', port: 'port', websocket: 'WebSocket' } satisfies Record<TransportName, string>,
    transportHint: {
      ring: 'Pixels come through the frame ring: shared memory, one copy',
      port: 'Pixels come through a message port',
      websocket: 'Pixels come through a WebSocket',
    } satisfies Record<TransportName, string>,
    transportReason: (hint: string, reason: string) => `${hint}. No ring: ${visible(reason)}`,
    noSandbox: 'no sandbox',
    noSandboxHint: 'Chromium’s sandbox was switched off with --no-sandbox.',
    version: (version: string) => `Framelatch ${version}`,
  },
  events: {
    label: 'What happened',
    none: 'Nothing happened yet',
    show: 'Show the log',
    hide: 'Hide the log',
    ago: (ms: number) => (ms < 60_000 ? `${Math.floor(ms / 1000)} s ago` : `${age(ms)} ago`),
    text: ({ kind, detail }: SessionEvent): string => {
      switch (kind) {
        case 'opened':
          return `Opened: ${size(detail['width'], detail['height'])}, written by ${eventWho(detail)}`;
        case 'producer-restarted':
          return `Producer restarted: ${size(detail['width'], detail['height'])}, written by ${eventWho(detail)}`;
        case 'size-changed':
          return `Size changed from ${size(detail['fromWidth'], detail['fromHeight'])} to ${size(detail['width'], detail['height'])}`;
        case 'reinitialised':
          return `Re-initialised: map_id ${detail['mapId']}`;
        case 'torn':
          return 'Overwritten during every copy: the picture may be torn';
        case 'abandoned-lock':
          return `Lock of buffer ${Number(detail['buffer']) + 1} abandoned: its owner died holding it`;
        case 'producer-gone':
          return detail['reason'] === 'mapping-removed'
            ? 'Mapping removed'
            : `Producer gone: ${eventWho(detail)} has ended`;
        case 'stalled':
          return 'Stalled: nothing new is published';
        case 'resumed':
          return 'Resumed: frames come again';
        case 'failed':
          return `Cannot be read: ${visible(String(detail['reason']))}`;
      }
    },
  },
};

export type Strings = typeof en;
