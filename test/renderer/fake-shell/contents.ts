import type { BlockReport, ContentView, TaskReport } from '../../../protocol/content';
import type { SessionState } from '../../../protocol/session';
import type { Producer } from '../../../protocol/source';

/* Sources that hold no picture, for the fake shell's scenarios. */

export const game: Producer = { pid: 48213, name: 'superposition.exe', alive: true };

export interface Content {
  readonly open: string;
  readonly state: SessionState;
  readonly content: ContentView;
  /** Base64, of a checked block. */
  readonly bytes?: string;
}

const live: SessionState = { kind: 'live', producer: game };
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const block: BlockReport = {
  layout: 'checked-block',
  contentSize: 70,
  maximum: 4096,
  crcGood: true,
  cut: false,
  lock: 'free',
  kind: 'text',
  encoding: 'utf-8',
  encodingGuessed: false,
  text: '{"scene": "menu", "fps": 60}\n안녕하세요 共享内存',
  textBytes: 70,
  producer: game,
};
const damaged: BlockReport = {
  ...block,
  contentSize: 4096,
  crcGood: false,
  cut: true,
  encoding: 'gb18030',
  encodingGuessed: true,
  text: 'x'.repeat(4000),
  textBytes: 4096,
};
const task: TaskReport = {
  layout: 'task',
  state: 'running',
  progress: 0.42,
  owner: { pid: game.pid, alive: true },
  worker: { pid: 48_300, alive: true },
  requests: 3,
  reason: '',
  producer: game,
};

function blockNamed(report: BlockReport, bytes?: string): Content {
  const content: ContentView = { layout: 'checked-block', report };
  return { open: 'ShareMemoryMap-scene', state: live, content, ...(bytes === undefined ? {} : { bytes }) };
}

function taskOf(report: TaskReport): Content {
  return { open: 'ShaderBuild', state: live, content: { layout: 'task', report } };
}

export const contents: Readonly<Record<string, Content>> = {
  block: blockNamed(block, onePixel),
  'block-raw': blockNamed({ ...block, contentSize: 8 }, 'AAECAwQFBgc='),
  'block-binary': blockNamed({
    ...block,
    kind: 'binary',
    encoding: null,
    encodingGuessed: true,
    text: '',
    textBytes: 0,
  }),
  'block-damaged': blockNamed(damaged),
  struct: {
    open: 'fork_server1',
    state: live,
    content: {
      layout: 'struct',
      report: {
        layout: 'struct',
        fields: { a: 81234, b: 0.10000000149011612, c: 1e-7, buffer: 'data copy' },
        torn: false,
        producer: game,
      },
    },
  },
  'struct-nested': {
    open: 'Telemetry',
    state: live,
    content: {
      layout: 'struct',
      report: {
        layout: 'struct',
        fields: { constructor: 7, wheels: [{ pressure: 2.5 }, { pressure: 2.25 }] },
        torn: false,
        producer: game,
      },
      types: { constructor: 'i32', wheels: 'struct Wheel[2]', 'wheels.pressure': 'f32' },
    },
  },
  task: taskOf(task),
  'task-deserted': taskOf({ ...task, worker: { pid: 48_300, alive: false } }),
  'struct-unknown': {
    open: 'MyState',
    state: {
      kind: 'failed',
      error: {
        code: 'schema-invalid',
        operation: 'read',
        target: 'MyState',
        reason: 'a plain struct does not tell what its members are',
        next: 'Write them into a file, one a line as C does (int a), and give it with --schema.',
      },
    },
    content: { layout: 'struct', report: null },
  },
};
