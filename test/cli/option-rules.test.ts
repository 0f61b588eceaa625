import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Command } from 'commander';

import { createProgram } from '../../cli/index';
import { checkOptions, optionRules, type OptionRule } from '../../cli/option-rules';
import { framelatch } from '../support/processes';

/* Every option of every command in every kind of job: the table says what goes together, the commands do as it says. */

const sendKinds: Readonly<Record<string, readonly string[]>> = {
  hook: [],
  'virtual-camera': ['--layout', 'virtual-camera'],
  xwd: ['--layout', 'xwd'],
  raw: ['--layout', 'raw 8x8 NV12'],
  'checked-block': ['--layout', 'checked-block'],
  struct: ['--layout', 'struct'],
  pipe: ['--pipe', 'x'],
};
const readKinds: Readonly<Record<string, readonly string[]>> = {
  any: [],
  struct: ['--layout', 'struct'],
  'checked-block': ['--layout', 'checked-block'],
  task: ['--layout', 'task'],
};
const kindsOf = (command: string) => ({ send: sendKinds, read: readKinds })[command] ?? { any: [] };

/** A value that the option's parser takes. */
const values: Readonly<Record<string, string>> = {
  '--layout': 'struct',
  '--dialect': 'GameCapture',
  '--size': '8x8',
  '--format': 'R8G8B8A8_UNORM',
  '--pattern': 'clock',
  '--values': '{}',
  '--encoding': 'utf-8',
  '--platform': 'linux',
  '--transport': 'port',
};

function wordsOf(command: Command, option: string): readonly string[] {
  const found = command.options.find(({ long }) => long === option);
  if (!found) return [];
  const takesValue = found.required || found.optional;
  return takesValue ? [option, values[option] ?? '1'] : [option];
}

/** What the table says of these options together, read apart from the code that applies it. */
function isAllowed(rules: Readonly<Record<string, OptionRule>>, kind: string, given: readonly string[]): boolean {
  return given.every((option) => {
    const { kinds = [kind], notWith = [], needs = [] } = rules[option] ?? {};
    const isNeeded = !needs.length || needs.some((other) => given.includes(other));
    return kinds.includes(kind) && isNeeded && !notWith.some((other) => given.includes(other));
  });
}

/** A program whose commands do nothing; what is wrong with the words is thrown all the same. */
async function check(words: readonly string[]): Promise<string | null> {
  const program = createProgram();
  for (const command of program.commands) command.action(() => {});
  try {
    await program.parseAsync([...words], { from: 'user' });
    return null;
  } catch (thrown) {
    return (thrown as { code?: string }).code ?? String(thrown);
  }
}

test('the table names nothing that is not there', () => {
  const { commands } = createProgram();
  for (const [name, { options }] of Object.entries(optionRules)) {
    const command = commands.find((each) => each.name() === name);
    assert.ok(command, name);
    const known = new Set([
      ...command.options.map(({ long }) => long),
      ...command.registeredArguments.map((argument) => `<${argument.name()}>`),
    ]);
    for (const [option, { notWith = [], needs = [] }] of Object.entries(options)) {
      for (const each of [option, ...notWith, ...needs]) assert.ok(known.has(each), `${name} ${each}`);
    }
  }
});

test('every option of every command has its row in the table', () => {
  for (const command of createProgram().commands) {
    const options = command.options.map(({ long, flags }) => long ?? flags);
    const rows = Object.keys(optionRules[command.name()]?.options ?? {}).filter((row) => !row.startsWith('<'));
    assert.deepEqual(rows.sort(), options.sort(), command.name());
  }
});

for (const command of createProgram().commands) {
  const name = command.name();
  const long = command.options.map((option) => option.long ?? '');
  const required = command.registeredArguments.filter((argument) => argument.required).map(() => '1');
  const needed = command.options
    .filter((option) => option.mandatory)
    .flatMap(({ long: each }) => wordsOf(command, each!));
  test(`${name}: each option, and each two together, in each kind of job`, async () => {
    const rules = optionRules[name]?.options ?? {};
    for (const [kind, start] of Object.entries(kindsOf(name))) {
      const [already] = start;
      for (const [index, one] of long.entries()) {
        for (const other of long.slice(index)) {
          const chosen = new Set([one, other].filter((option) => option !== already));
          if (chosen.has('--layout') || (chosen.has('--pipe') && kind !== 'pipe')) continue;
          const words = [
            ...required,
            ...needed,
            ...start,
            ...[...chosen].flatMap((option) => wordsOf(command, option)),
          ];
          const given = [
            ...chosen,
            ...(already ? [already] : []),
            ...command.options.filter((option) => option.mandatory).map((option) => option.long!),
          ];
          const expected = isAllowed(rules, kind, given) ? null : 'usage';
          assert.equal(await check([name, ...words]), expected, `${name} ${words.join(' ')}`);
        }
      }
    }
  });
}

/* By hand: what a user may try, and what came of it in silence once. */
const wrong: readonly string[] = [
  'send 1 --pipe x',
  'send --pipe x --layout xwd',
  'send --layout pipe',
  'send 1 --layout task',
  'send 1 --text hello',
  'send 1 --maximum 5',
  'send 1 --schema a.h',
  'send x --layout struct --schema a.h',
  'send x --layout struct --pattern clock',
  'send x --layout checked-block --format NV12',
  'send x --layout checked-block --size 5x5',
  'send x --layout checked-block --text hello --fps 5',
  'send x --layout checked-block --text hello --stdin',
  'send x --layout xwd --flip',
  'send x --layout virtual-camera --pad 4',
  'send 1 --stdin --pattern clock',
  'send 1 --layout game-capture --dialect CaptureHook',
  'send 1 --fps 0 --frames 5',
  'send 1 --frames 0',
  'send 1 --frames 1.5',
  'watch 1 --frames 0',
  'read x --layout task --schema a.h',
  'read x --layout checked-block --offset 4',
  'read x --layout struct --locks /tmp',
  'save x --forget --layout xwd',
  'save x 5 --forget',
  'read x --out file --follow',
  'clean --force',
  'clean --force --yes',
  'serve --no-sandbox',
];

test('an option that does not apply is wrong usage by its words and exit code 2, and one object with --json', async () => {
  const all = [...wrong.map((words) => words.split(' ')), ['send', 'x', '--layout', 'raw 8x8 NV12', '--size', '6x6']];
  await Promise.all(
    all.map(async (words) => {
      const { code, stdout, stderr } = await framelatch(...words);
      assert.deepEqual([code, stdout], [2, ''], words.join(' '));
      assert.match(
        stderr,
        /^framelatch: cannot run (send|watch|read|save|clean|serve): .*\[usage\]\n {2}→ /,
        words.join(' '),
      );
    }),
  );
  for (const words of [
    'watch --json',
    'list --json --bogus',
    'nonsense --json',
    'snap x --json --out a.png --layout=raw',
  ]) {
    const { code, stderr } = await framelatch(...words.split(' '));
    assert.equal(code, 2, words);
    assert.deepEqual(Object.keys(JSON.parse(stderr)), ['code', 'operation', 'target', 'reason', 'next'], words);
  }
});

test('a default is no option that was given', () => {
  assert.doesNotThrow(() => {
    const send = createProgram().commands.find((command) => command.name() === 'send');
    if (send) checkOptions(send);
  });
});
