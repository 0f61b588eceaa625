import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { root } from '../support/paths';
import { finish } from '../support/processes';
import { requireThat } from '../support/requires';

const launcher = join(root, 'out', 'packages', 'linux-unpacked', 'bin', 'framelatch');

test('launcher: a system without user namespaces is named, and --no-sandbox is left to the user', async (context) => {
  if (!requireThat(context, process.getuid?.() === 0, 'only root can have a namespace in which nobody has another'))
    return;
  const script = 'echo 0 >/proc/sys/user/max_user_namespaces && exec env DISPLAY=:4711 "$0" "$@"';
  const inside = ['--user', '--map-root-user', 'sh', '-c', script, launcher];
  const window = await finish('unshare', inside);
  assert.deepEqual([window.code, window.stdout], [1, '']);
  assert.match(window.stderr, /no unprivileged user namespaces\.\n.*--no-sandbox\.\n$/);
  const command = await finish('unshare', [...inside, '--version']);
  assert.deepEqual([command.code, command.stderr], [0, '']);
});
