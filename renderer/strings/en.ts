import type { ErrorCode, ErrorInfo } from '../../protocol/errors';
import type { GoneReason, SessionEvent, TransportName, WaitingReason } from '../../protocol/session';
import type { Producer, SourceListing } from '../../protocol/source';

/* Every text that the window shows. Another language is another file of this shape. */

const process = (producer: Producer | null) =>
  producer ? `${producer.name} (pid ${producer.pid})` : 'unknown process';

export const en = {
  appName: 'Framelatch',
  sources: {
    title: 'Mappings',
    count: (count: number) => `${count}`,
    empty: 'No capture-hook mapping exists.',
    emptyNext: 'Start a producer. To try it out, run',
    emptyCommand: 'framelatch send',
    boxLabel: 'Mapping name or number',
    boxPlaceholder: 'Name or number, then Enter',
    open: 'Open',
    listLabel: 'Mappings that exist now',
    alive: 'alive',
    gone: 'gone',
    leftover: 'leftover',
    process: ({ producer }: SourceListing) => (producer ? `${producer.name}  ${producer.pid}` : 'no living producer'),
    size: ({ width, height }: SourceListing) => `${width}×${height}`,
  },
  toolbar: {
    label: 'Picture',
    fit: 'Fit',
    fitHint: 'Fit the picture into the window (Ctrl+0)',
    actualSize: '1:1',
    actualSizeHint: 'One source pixel is one screen pixel (Ctrl+1)',
    pixelated: 'Pixelated',
    pixelatedHint: 'Scale without smoothing (Ctrl+P)',
    snapshot: 'Save picture',
    snapshotHint: 'Save what the source holds now as PNG (Ctrl+S)',
    close: 'Close',
    closeHint: 'Stop watching this source (Ctrl+W)',
    theme: 'Theme',
    themeNames: { system: 'Auto', dark: 'Dark', light: 'Light' },
    themeHint: 'Colour theme',
    saved: (path: string) => `Saved ${path}`,
    savedSuspect: (path: string) => `Saved ${path}. This frame is suspect: its writer died while it wrote.`,
  },
  picture: {
    label: 'Live picture',
    none: 'Pick a mapping on the left, or type its name.',
    noneNext: 'Framelatch only looks: it never waits for a producer’s lock and writes nothing into its memory.',
  },
  state: {
    names: {
      searching: 'Searching',
      'waiting-for-first-frame': 'Waiting',
      live: 'Live',
      stalled: 'Stalled',
      'producer-gone': 'Producer gone',
      failed: 'Cannot read',
    },
    searching: (name: string) => `There is no mapping ${name}.`,
    searchingNext: 'It opens by itself as soon as a producer creates it.',
    waiting: {
      'hook-idle': 'The hook is idle: no capturing application holds its KeepAlive.',
      'nothing-published': 'The producer has published nothing yet.',
      'buffers-busy': 'Both buffers were locked at every look.',
    } satisfies Record<WaitingReason, string>,
    waitingNext: {
      'hook-idle': 'Start a capture of this process, in OBS for example; frames appear here by themselves.',
      'nothing-published': 'The first frame appears by itself.',
      'buffers-busy': 'Another reader, or a producer that never lets go, holds them: see who with framelatch inspect.',
    } satisfies Record<WaitingReason, string>,
    stalled: (age: string) => `Stalled: this picture is ${age} old.`,
    stalledNext: 'The producer is alive but publishes nothing new.',
    gone: (reason: GoneReason, producer: Producer | null, age: string) =>
      reason === 'mapping-removed'
        ? `The producer removed its mapping: this picture is ${age} old.`
        : producer
          ? `${process(producer)} has ended: this picture is ${age} old.`
          : `No process writes this mapping: this picture is ${age} old.`,
    goneNext: 'It comes back by itself when the producer does.',
    suspect: 'Suspect frame: its writer died while it held the lock, the picture may be torn.',
    age: (ms: number) =>
      ms < 60_000
        ? `${(ms / 1000).toFixed(1)} s`
        : `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`,
  },
  error: {
    titles: {
      'gpu-texture': 'The hook shares a GPU texture',
      'mapping-denied': 'Access denied',
      'mutex-missing': 'A buffer mutex is missing',
      'texture-missing': 'The texture mapping is missing',
      'texture-ambiguous': 'Several texture mappings fit',
      'name-invalid': 'That is no mapping’s name',
      'name-ambiguous': 'That number means two mappings',
      'layout-unknown': 'Unknown layout',
    } satisfies Partial<Record<ErrorCode, string>> as Partial<Record<ErrorCode, string>>,
    title: 'This source cannot be read',
    line: ({ operation, target, reason }: ErrorInfo) => `Cannot ${operation} ${target}: ${reason}.`,
    next: ({ next }: ErrorInfo) => next,
    copy: 'Copy details',
    copied: 'Copied',
    dismiss: 'Dismiss',
  },
  status: {
    label: 'Status',
    source: 'source',
    drawn: 'drawn',
    fps: (value: number) => value.toFixed(1),
    fpsUnit: 'fps',
    size: (width: number, height: number) => `${width}×${height}`,
    latency: 'latency',
    ms: (value: number | null) => (value === null ? '–' : `${value.toFixed(1)} ms`),
    overtaken: 'overtaken',
    overtakenHint: 'Frames that a newer one replaced before they could be drawn',
    contended: 'contended',
    contendedHint: 'Looks that found a new frame but its buffer locked',
    suspect: 'suspect',
    suspectHint: 'Frames read under an abandoned mutex',
    reopened: 'reopened',
    reopenedHint: 'Times the source was opened anew: restarts, re-initialisations, resizes',
    mapId: (id: number) => `map ${id}`,
    assumedSrgb: 'sRGB assumed',
    assumedSrgbHint: 'R10G10B10A2 may also be Rec.2100 PQ: nothing in the header says which',
    clipped: 'scRGB clipped',
    clippedHint: 'Half and full float are scRGB; values above sRGB white are clipped',
    transport: { ring: 'ring', port: 'port', websocket: 'WebSocket' } satisfies Record<TransportName, string>,
    transportHint: {
      ring: 'Pixels come through the frame ring: shared memory, one copy',
      port: 'Pixels come through a message port',
      websocket: 'Pixels come through a WebSocket',
    } satisfies Record<TransportName, string>,
    noSandbox: 'no sandbox',
    noSandboxHint: 'Chromium’s sandbox was switched off with --no-sandbox',
  },
  events: {
    label: 'What happened',
    none: 'Nothing yet.',
    ago: (age: string) => `${age} ago`,
    text: ({ kind, detail }: SessionEvent): string => {
      const size = `${detail['width']}×${detail['height']}`;
      const who = detail['pid'] === undefined ? '' : ` by ${detail['process']} (pid ${detail['pid']})`;
      switch (kind) {
        case 'opened':
          return `Opened at ${size}, written${who || ' by an unknown process'}`;
        case 'producer-restarted':
          return `Producer restarted at ${size}${who}`;
        case 'size-changed':
          return `Size changed from ${detail['fromWidth']}×${detail['fromHeight']} to ${size}`;
        case 'reinitialised':
          return `Re-initialised (map ${detail['mapId']})`;
        case 'abandoned-lock':
          return `The lock of buffer ${Number(detail['buffer']) + 1} was abandoned: its owner died holding it`;
        case 'producer-gone':
          return detail['reason'] === 'mapping-removed' ? 'The mapping was removed' : 'The producer’s process ended';
        case 'stalled':
          return 'Stalled: nothing new for a second';
        case 'resumed':
          return 'Frames come again';
        case 'failed':
          return `Cannot be read: ${detail['reason']}`;
      }
    },
  },
} as const;

export type Strings = typeof en;
