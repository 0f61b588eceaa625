import type { ColorTheme } from '../../protocol/ipc';
import type { AttachView, GoneReason, SessionEvent, TransportName, WaitingReason } from '../../protocol/session';
import type { YuvCoding } from '../../protocol/reading';
import { layoutNames, type LayoutName, type Producer } from '../../protocol/source';
import { content, task } from './en-content';
import { clock, count, decimal, percent, visible } from './numbers';
import { error } from './en-error';
import { pictureFacts } from './en-picture';
import { update } from './en-update';

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

/** What a session waits for that was opened by a program's name. */
const programOf = (name: string) => /^program:(.+)$/.exec(name)?.[1] ?? null;

export const en = {
  appName: 'Framelatch',
  windowTitle: (name: string, state: string) => `${name} (${state}) – Framelatch`,
  sources: {
    title: 'Sources',
    paneLabel: 'Sources',
    count,
    boxLabel: 'Source: a mapping’s name or number, or a program',
    boxPlaceholder: 'Filter, or open by name, number or program',
    boxHint: 'Type to filter; Enter opens the name, even one that does not exist yet',
    open: 'Open',
    clear: 'Clear',
    listLabel: 'Sources',
    looking: 'Looking for sources …',
    empty: 'No sources yet',
    emptyNext: 'Start a producer: a program with a capture hook.',
    noMatch: (text: string) => `No source matches “${visible(text)}”`,
    noMatchNext: 'Press Enter to open it as soon as it appears.',
    leftOut: (rows: number) => `${rows} more, not shown: remove leftovers with framelatch clean`,
    unlisted: 'The sources cannot be listed',
    alive: 'running',
    gone: 'orphaned',
    unknown: 'unknown',
    leftover: 'orphaned',
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
    programLabel: (program: string) => `Save ${visible(program)} under a name of your own`,
    programPlaceholder: 'A name that opens it, whatever its number',
    forgetProgram: (name: string) => `Forget ${visible(name)}`,
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
    pace: { every: 'All frames (slows the producer)', latest: 'Latest only' },
    pitch: 'Pitch',
    bytes: (value: number) => `${count(value)} B`,
    flip: 'Rows',
    bottomUp: 'bottom-up',
    topDown: 'top-down',
    mapId: 'Map ID',
    buffer: 'Buffer',
    // From 1 on, as the hook numbers its mutexes and offsets.
    bufferNumber: (index: number) => String(index + 1),
    sequence: 'Frame',
    unknown: '–',
    number: count,
    lockHeld: 'Lock held',
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
    names: { system: 'System', dark: 'Dark', light: 'Light' } satisfies Record<ColorTheme, string>,
  },
  picture: {
    label: (name: string, shape: string) => `Picture of ${name}, ${shape}`,
    none: 'No source is open',
    noneNext: 'Pick a source on the left, or type a mapping’s name or number, or a program’s name.',
    noneSend: 'Nothing writes frames yet. Start a producer; or, to try it out:',
    looksOnly:
      'Framelatch only looks: it never waits for a producer’s lock, and writes nothing into its memory unless you attach to a hook.',
  },
  testPattern: {
    title: 'Test pattern',
    start: 'Show a test pattern',
    starting: 'Starting …',
    running: 'The test pattern is running',
    stop: 'Stop it',
  },
  attach: {
    title: 'Attach',
    label: 'Attach to this hook',
    states: {
      off: 'Act as this hook’s capture app: requests shared-memory frames and shows its log. Injects nothing; reverted on detach.',
      attaching: 'Attaching …',
      attached: 'Attached. Waiting for the hook.',
      silent:
        'Attached, but the hook has said nothing for 5 s: the program may present no pictures now (minimised, loading), or its hook was once begun without offsets and can never capture until the program restarts.',
      capturing: 'Attached. The hook has begun to capture.',
    } satisfies Record<AttachView['state'], string>,
    questionTitle: 'Attach without offsets?',
    question:
      'This cannot be undone: begun without the offsets that Direct3D needs, this hook can never capture the program again until the program restarts, for any application. A program that draws with OpenGL or Vulkan needs none.',
    leave: 'Leave it',
    anyway: 'Attach anyway',
    log: 'Hook log',
    line: visible,
  },
  follow: {
    title: 'Follow',
    label: (program: string) => `Follow ${visible(program)}`,
    explain: 'When it starts again under another number, it is opened by itself, attached to as it was.',
    // By the number alone, as it is opened.
    back: (program: string, name: string) =>
      `${visible(program)} is back as ${/\d+$/.exec(name)?.[0] ?? visible(name)}.`,
    open: 'Open',
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
    searching: (name: string) => `Waiting for ${visible(programOf(name) ?? name)}`,
    searchingEvidence: (name: string) =>
      programOf(name) === null
        ? 'No mapping of that name exists.'
        : 'No running program of that name has a hook loaded.',
    searchingNext: 'Start its producer: it opens by itself as soon as it appears.',
    waiting: {
      'hook-idle': 'The hook is idle',
      'nothing-published': 'No frame yet',
      'buffers-busy': 'Both buffers are locked',
    } satisfies Record<WaitingReason, string>,
    waitingEvidence: {
      'hook-idle': (_producer: Producer | null, keepAlive: string | null) =>
        `No capturing application holds ${keepAlive === null ? 'the hook’s keep-alive' : visible(keepAlive)}, so the hook publishes nothing.`,
      'nothing-published': (producer: Producer | null) => `${who(producer)} has published nothing: last_tex is −1.`,
      'buffers-busy': () => 'Every look so far found both buffers held by somebody else.',
    } satisfies Record<WaitingReason, (producer: Producer | null, keepAlive: string | null) => string>,
    waitingNext: {
      'hook-idle': 'Start a capture of this process, for example a Game Capture in OBS.',
      'nothing-published': 'The first frame appears by itself.',
      'buffers-busy': 'See who holds them with `framelatch inspect`: another reader, or a producer that never unlocks.',
    } satisfies Record<WaitingReason, string>,
    idleNextAttach:
      'Turn on “Attach to this hook”, below the list, or start a capture of this process, for example a Game Capture in OBS.',
    live: who,
    lastFrame: (ms: number | null) => (ms === null ? 'age of the last frame unknown' : `last frame ${age(ms)} ago`),
    unchanged: (ms: number | null) => (ms === null ? 'Unchanged for an unknown time' : `Unchanged for ${age(ms)}`),
    stalledEvidence: (producer: Producer | null) =>
      producer
        ? `${who(producer)} runs but publishes nothing new.`
        : 'Nothing new is published; whether its producer still runs is unknown.',
    goneEvidence: (reason: GoneReason, producer: Producer | null) =>
      reason === 'mapping-removed' ? 'The mapping was removed.' : `${who(producer)} has ended.`,
    goneNext: 'Showing the last frame.',
    goneNextEmpty: 'It published no picture.',
    resumes: 'Resumes automatically.',
    resumesFollowed: (program: string) => `Resumes automatically when ${visible(program)} starts again.`,
    resumesHere: (program: string) =>
      `Resumes automatically under this name; turn on “Follow ${visible(program)}” to go on with its next start under another.`,
    kept: 'Showing the last frame. Resumes automatically when the source can be read again.',
    suspect: 'suspect frame',
    suspectHint:
      'The writer of this frame died while it wrote, or went on while it was copied: the picture may be torn.',
  },
  pictureFacts,
  error,
  update,
  status: {
    label: 'Status',
    source: 'in',
    sourceHint: 'New frames a second that the producer published',
    drawn: 'shown',
    drawnHint: 'Frames a second that were drawn here',
    fps: (value: number) => `${decimal(value)} fps`,
    size,
    latency: 'latency',
    latencyHint: 'From reading the buffer to drawn, median of the last second',
    ms: (value: number | null) => `${decimal(value)} ms`,
    overtaken: 'skipped',
    overtakenHint: 'Frames that a newer one replaced before they could be drawn',
    contended: 'lock misses',
    contendedHint: 'Looks that found a new frame but its buffer locked',
    suspect: 'suspect',
    suspectHint: 'Frames that may be torn: their writer died while it wrote, or went on while they were copied',
    reopened: 'reconnects',
    reopenedHint: 'Times the source was opened anew: restarts, re-initialisations, new sizes',
    count,
    assumed: (coding: string) => `${coding} assumed`,
    assumedYuvHint: 'Nothing in the header says how its colours are coded: choose it in the details on the left.',
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
    label: 'Events',
    none: 'No events',
    show: 'Show all events',
    hide: 'Show the newest event only',
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
          return `Re-initialised: Map ID ${detail['mapId']}`;
        case 'torn':
          return 'Overwritten during every copy: the picture may be torn';
        case 'abandoned-lock':
          return `Lock of buffer ${Number(detail['buffer']) + 1} abandoned: ${detail['pid'] ? `process ${detail['pid']}` : 'its owner'} died holding it`;
        case 'producer-gone':
          return detail['reason'] === 'mapping-removed'
            ? 'Mapping removed'
            : `Producer gone: ${eventWho(detail)} has ended`;
        case 'stalled':
          return 'Stalled: nothing new is published';
        case 'resumed':
          return 'Resumed';
        case 'idle':
          return 'Idle: no application captures this program any more';
        case 'attached':
          return 'Attached: the hook is asked for frames';
        case 'detached':
          return 'Detached';
        case 'failed':
          return `Cannot be read: ${visible(String(detail['reason']))}`;
      }
    },
  },
};

export type Strings = typeof en;
