import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { createProgram } from '../../cli/index';
import { commandWords } from '../../electron/command-words';
import { root } from '../support/paths';

test('a command as the first word runs the command line, with its own arguments', () => {
  assert.deepEqual(commandWords(['list', '--json']), ['list', '--json']);
  assert.deepEqual(commandWords(['watch', '7', '--wait']), ['watch', '7', '--wait']);
  assert.deepEqual(commandWords(['--help']), ['--help']);
  assert.deepEqual(commandWords(['--version']), ['--version']);
});

test('Chromium’s switches may stand in front, and --no-sandbox anywhere', () => {
  assert.deepEqual(commandWords(['--no-sandbox', '--user-data-dir=/tmp/x', 'list']), ['list']);
  assert.deepEqual(commandWords(['list', '--no-sandbox', '--json']), ['list', '--json']);
});

test('anything else opens the window', () => {
  for (const args of [[], ['--no-sandbox'], ['--source=list'], ['something', 'list'], ['--inspect=0', '--measure']]) {
    assert.equal(commandWords(args), null);
  }
});

test('the Linux launcher knows the same commands', () => {
  const script = readFileSync(join(root, 'build', 'linux', 'framelatch'), 'utf8');
  const words = /^ {2}(list .*)\)$/m.exec(script)?.[1]?.split(' | ') ?? [];
  const commands = createProgram().commands.map((command) => command.name());
  assert.deepEqual([...words].sort(), [...commands, '--help', '-h', '--version'].sort());
  for (const word of words) assert.deepEqual(commandWords([word]), [word]);
});
