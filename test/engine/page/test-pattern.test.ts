import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

import { TestPattern } from '../../../engine/page/test-pattern';
import { cliScript } from '../../support/paths';
import { until } from '../../support/hooks';
import { framelatch } from '../../support/processes';

const command = [process.execPath, cliScript];
const isThere = (name: string) => existsSync(`/dev/shm/${name}`);

test('a test pattern is a producer like any other, until it is stopped; then nothing of it is left', async () => {
  const pattern = new TestPattern(command);
  assert.equal(pattern.name, null);
  const [name, same] = await Promise.all([pattern.start(), pattern.start()]);
  assert.equal(name, `CaptureHook_HookInfo${process.pid}`);
  assert.equal(same, name);
  assert.equal(pattern.name, name);
  const watched = await framelatch('watch', name, '--frames', '3', '--json');
  assert.equal(watched.code, 0, watched.stderr);
  pattern.stop();
  assert.equal(pattern.name, null);
  await until('its end', () => !isThere(name));
  await pattern.start();
  pattern.stop();
  await until('its end', () => !isThere(name));
});

test('one that does not come says why', async () => {
  const failed = new TestPattern([process.execPath, '-e', 'console.error("no room"); process.exit(1)', '--']);
  await assert.rejects(failed.start(), { code: 'internal', operation: 'start', reason: 'no room' });
  assert.equal(failed.name, null);
  await assert.rejects(new TestPattern(['/nonexistent/program']).start(), { code: 'internal', reason: /ENOENT/ });
});

test('a program that is killed takes its test pattern with it', async () => {
  const parent = spawn(
    process.execPath,
    [
      '-e',
      'const { spawn } = require("node:child_process");' +
        'const [node, cli, id] = process.argv.slice(1);' +
        'spawn(node, [cli, "send", id], { stdio: ["ignore", "inherit", "inherit", "ipc"] }); setInterval(() => {}, 1000);',
      process.execPath,
      cliScript,
      String(process.pid + 1_000_000_000),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const name = line.split(' ')[0] ?? '';
  assert.ok(isThere(name));
  parent.kill('SIGKILL');
  await until('its end', () => !isThere(name));
});
