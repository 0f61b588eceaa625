import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { createProgram } from '../../cli/index';
import { completionFor } from '../../cli/completion/command';
import { completedCommands } from '../../cli/completion/words';
import { temporaryFolder } from '../support/layouts';
import { finish, framelatch } from '../support/processes';
import { requireProgram } from '../support/requires';

const program = createProgram();

function scriptFor(context: TestContext, shell: 'bash' | 'zsh'): string {
  const path = join(temporaryFolder(context), `completion.${shell}`);
  writeFileSync(path, completionFor(program, shell));
  return path;
}

test('bash completes commands, options, their values, files, and the names of what exists', async (context) => {
  if (!requireProgram(context, 'bash', 'bash')) return;
  const script = scriptFor(context, 'bash');
  const complete = async (...words: readonly string[]) => {
    const ask =
      'framelatch() { printf "%s\\n" Capture_1 Capture_2 "two words" Other; }; source "$1"; shift; ' +
      'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _framelatch; printf "%s\\n" "${COMPREPLY[@]}"';
    const { stdout } = await finish('bash', ['--norc', '-c', ask, 'bash', script, 'framelatch', ...words]);
    return stdout.split('\n').filter(Boolean);
  };
  assert.deepEqual(await complete('s'), ['snap', 'save', 'send', 'serve']);
  assert.deepEqual(await complete('watch', 'Cap'), ['Capture_1', 'Capture_2']);
  assert.deepEqual(await complete('watch', '--wait', 'Cap'), ['Capture_1', 'Capture_2'], 'its value may be left out');
  assert.deepEqual(await complete('watch', '--frames', '3', 'O'), ['Other']);
  assert.deepEqual(await complete('watch', 'tw'), ['two\\ words']);
  assert.deepEqual(await complete('watch', '--f'), ['--frames']);
  assert.deepEqual(await complete('watch', '--frames', ''), []);
  assert.deepEqual(await complete('send', '--pattern', 'c'), ['clock']);
  assert.deepEqual(await complete('send', ''), [], 'what a producer makes does not exist yet');
  assert.deepEqual(await complete('save', ''), []);
  assert.deepEqual(await complete('save', 'mine', 'Ot'), ['Other']);
  assert.deepEqual(await complete('completion', 'z'), ['zsh']);
  assert.deepEqual(await complete('read', 'x', '--schema', script.slice(0, -4)), [script]);
});

test('zsh reads its script', async (context) => {
  if (!requireProgram(context, 'zsh', 'zsh')) return;
  const script = scriptFor(context, 'zsh');
  assert.deepEqual(await finish('zsh', ['-f', '-n', script]), { code: 0, stdout: '', stderr: '' });
  const load = 'autoload -Uz compinit && compinit -D -u && source "$1" && print -r -- ${_comps[framelatch]}';
  assert.equal((await finish('zsh', ['-f', '-c', load, 'zsh', script])).stdout, '_framelatch\n');
});

test('each shell completes every option of every command', () => {
  for (const shell of ['bash', 'zsh', 'powershell'] as const) {
    const script = completionFor(program, shell);
    for (const { name, options } of completedCommands(program)) {
      assert.ok(script.includes(name), `${shell}: ${name}`);
      for (const option of options.flatMap(({ names }) => names))
        assert.ok(script.includes(option), `${name} ${option}`);
    }
  }
});

test('a shell that is not known is wrong usage; list --names prints names alone', async () => {
  assert.equal((await framelatch('completion', 'fish')).code, 2);
  assert.equal((await framelatch('list', '--names', '--json')).code, 2);
  const names = (await framelatch('list', '--names')).stdout.split('\n');
  assert.ok(names.every((name) => !name.includes('  ')));
});
