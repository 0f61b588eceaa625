import assert from 'node:assert/strict';
import { readdirSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';

import { atEnd } from '../support/cleanup';
import { ownFixedNames, startXServer } from '../support/layouts';
import { cliScript, root } from '../support/paths';
import { Conversation, framelatch, startSend } from '../support/processes';
import { requireProgram } from '../support/requires';
import { scenarios } from '../support/scenarios';

/* Each command of docs/systems.md, run as it stands there. */

/** The rows' commands, in order. */
function documentedCommands(): string[] {
  const lines = readFileSync(join(root, 'docs', 'systems.md'), 'utf8').split('\n');
  const cells = lines.filter((line) => /^\| (?:\d{3}|–) /.test(line)).map((line) => line.split(' | '));
  return cells.map((row) => /^`(.*)`$/.exec(row[2] ?? '')?.[1] ?? '');
}

async function startHook(context: TestContext, pid: string): Promise<boolean> {
  if (!requireProgram(context, 'python3', 'python3')) return false;
  const hook = new Conversation('python3', [join(root, 'test', 'producers', 'hook.py'), pid]);
  atEnd(context, async () => {
    hook.child.stdin?.end();
    await hook.ended();
  });
  await hook.next();
  return true;
}

/** Runs a command of the document by this build's command line; FOLDER is a folder of the test's. */
async function shown(command: string, folder = ''): Promise<string> {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  const { code, stdout, stderr } = await framelatch(...words.slice(1).map((word) => word.replace('FOLDER', folder)));
  assert.equal(code, 0, stderr);
  return stdout + stderr;
}

type Check = (context: TestContext, command: string) => Promise<unknown>;

const threeFrames = /#1 [\s\S]*#2 [\s\S]*#3 /;

/** Of a command that is a test by itself: that the test it names exists. Running it in here would be running it twice. */
const isATest: Check = async (_context, command) => {
  const file = /--files (\S+)$/.exec(command)?.[1];
  assert.ok(file && existsSync(join(root, 'test', `${file}.test.ts`)), command);
};

const scenarioChecks = scenarios.map(
  ({ number, check }) => [`node out/examples/scenarios/${number}/producer.cjs`, check] as const,
);

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    'framelatch watch CaptureHook_HookInfo77001 --frames 3',
    async (context, command) => {
      await startSend(context, '77001', '--size', '64x48');
      assert.match(await shown(command), threeFrames);
    },
  ],
  [
    'framelatch watch GameCapture_HookInfo77002 --frames 3',
    async (context, command) => {
      await startSend(context, '77002', '--size', '64x48', '--dialect', 'GameCapture');
      assert.match(await shown(command), threeFrames);
    },
  ],
  [
    'framelatch send 77003 --frames 60',
    async (_context, command) => assert.match(await shown(command), /60 frames sent, 0 dropped/),
  ],
  [
    'framelatch inspect CaptureHook_HookInfo77001',
    async (context, command) => {
      await startSend(context, '77001', '--size', '64x48');
      assert.match(await shown(command), /cx +64[\s\S]*mutex 1[\s\S]*producer +node[\s\S]*Nothing is wrong/);
    },
  ],
  [
    'framelatch attach 77004 --seconds 5',
    async (context, command) => {
      if (!(await startHook(context, '77004'))) return;
      assert.match(
        await shown(command),
        /hook: capturing 64 x 48 in memory[\s\S]*the hook’s settings are as they were, and it captures no more/,
      );
    },
  ],
  [
    'framelatch watch OBSVirtualCamVideo --frames 3',
    async (context, command) => {
      await startSend(context, '--layout', 'virtual-camera', '--size', '64x48');
      assert.match(await shown(command), threeFrames);
    },
  ],
  [
    'framelatch snap FOLDER/Xvfb_screen0 --out FOLDER/screen.png',
    async (context, command) => {
      if (!requireProgram(context, 'Xvfb', 'xvfb') || !requireProgram(context, 'python3', 'python3')) return;
      const { screen } = await startXServer(context, '64x48x24');
      const folder = screen.replace('/Xvfb_screen0', '');
      await shown(command, folder);
      assert.deepEqual([...readFileSync(join(folder, 'screen.png')).subarray(1, 4)], [0x50, 0x4e, 0x47]);
    },
  ],
  [
    "framelatch watch SystemsRaw --layout 'raw 64x48 NV12 buffers=2 index=0 offset=64' --frames 3",
    async (context, command) => {
      await startSend(context, 'SystemsRaw', '--layout', 'raw 64x48 NV12 buffers=2 index=0 offset=64');
      assert.match(await shown(command), threeFrames);
    },
  ],
  [
    'framelatch read fork_server1',
    async (context, command) => {
      await startSend(context, '--layout', 'struct');
      assert.match(await shown(command), /a +\d+[\s\S]*buffer +data copy[\s\S]*node \(\d+\)/);
    },
  ],
  [
    'framelatch read fork_server1 --json',
    async (context, command) => {
      const server = new Conversation(process.execPath, [cliScript, 'send', '--layout', 'struct']);
      atEnd(context, async () => rmSync('/dev/shm/fork_server1', { force: true }));
      await server.next();
      server.child.kill('SIGKILL');
      await server.ended();
      const { fields, producer } = JSON.parse(await shown(command)) as {
        fields: { buffer: string };
        producer: unknown;
      };
      assert.deepEqual([fields.buffer, producer], ['data copy', null], 'its memory is there, and nobody writes it');
    },
  ],
  [
    'framelatch watch pipe:systems --frames 30',
    async (context, command) => {
      await startSend(context, '--pipe', 'systems', '--size', '64x48', '--fps', '0', '--frames', '30');
      assert.match(await shown(command), /#1 [\s\S]*#30 [\s\S]*30 frames in/);
    },
  ],
  [
    'framelatch send --pipe systems2 --size 64x48 --frames 30',
    async (_context, command) => {
      const sender = shown(command);
      const { code, stdout } = await framelatch('watch', 'pipe:systems2', '--wait', '20', '--frames', '30', '--json');
      assert.equal(code, 0);
      assert.equal(stdout.match(/"hash":/g)?.length, 30, 'each frame');
      assert.match(stdout, /"summary":/);
      assert.match(await sender, /30 frames sent/);
    },
  ],
  [
    'framelatch attach 77005 --seconds 5 --json',
    async (context, command) => {
      if (!(await startHook(context, '77005'))) return;
      assert.match(await shown(command), /{"log":"capturing 64 x 48 in memory"}\n/);
    },
  ],
  [
    'framelatch read ShareMemoryMap-systems',
    async (context, command) => {
      await startSend(context, 'systems', '--layout', 'checked-block', '--text', 'hello');
      assert.match(await shown(command), /5 of 4096 bytes, CRC good[\s\S]*hello/);
    },
  ],
  [
    'framelatch send systems2 --layout checked-block --text hello',
    async (context, command) => {
      await startSend(context, ...command.split(' ').slice(2));
      assert.match(await shown('framelatch read ShareMemoryMap-systems2'), /CRC good[\s\S]*hello/);
    },
  ],
  ['npm test -- --only node --files native/primitives', isATest],
  ['npm test -- --only node --files protocol/struct', isATest],
  ...scenarioChecks,
]);

after(() => {
  for (const name of readdirSync('/dev/shm')) {
    if (name.startsWith('FramelatchScenario5-')) rmSync(join('/dev/shm', name), { force: true });
  }
});

test('docs/systems.md and this file name the same commands', () => {
  assert.deepEqual(documentedCommands(), [...checks.keys()]);
});

test('the tests that its last column names are there', () => {
  const text = readFileSync(join(root, 'docs', 'systems.md'), 'utf8');
  for (const [file] of text.matchAll(/test\/windows\/\w+\.test\.ts/g)) assert.ok(existsSync(join(root, file)), file);
});

for (const [command, check] of checks) {
  test(command, async (context) => {
    if (/OBSVirtualCamVideo|fork_server1/.test(command)) await ownFixedNames(context);
    await check(context, command);
  });
}
