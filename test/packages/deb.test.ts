import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';

import { root } from '../support/paths';
import { finish } from '../support/processes';
import { Debian, requireDebian } from './debian';
import { neededLibraries } from './needed';
import { packageFile } from './support';

/* One Debian, in which the tests below do one after the other what a user does. */

const current = `/packages/packages/${basename(packageFile('.deb'))}`;
const older = `/packages/packages-older/${basename(packageFile('.deb', 'older'))}`;
let debian: Debian | null = null;

before(async () => {
  debian = await Debian.start();
});
after(() => debian?.end());

function inDebian(title: string, body: (debian: Debian) => Promise<void>): void {
  test(`deb: ${title}`, { timeout: 300_000 }, async (context: TestContext) => {
    if (requireDebian(context) && debian) await body(debian);
  });
}

async function succeed(machine: Debian, script: string): Promise<string> {
  const { code, stdout, stderr } = await machine.run(script);
  assert.equal(code, 0, `${script}\n${stdout}${stderr}`);
  return stdout;
}

// Every file but what apt, dpkg and mount keep for themselves.
const allFiles = `find / -xdev \\( -path /var/cache/apt -o -path /var/lib/apt -o -path /var/lib/dpkg -o -path /var/log \\
  -o -path /tmp -o -path /run \\) -prune -o -type d -printf '%p %m\\n' -o -printf '%p %m %s\\n' | sort`;

async function filesOf(machine: Debian): Promise<readonly string[]> {
  return (await succeed(machine, allFiles)).trim().split('\n');
}

/** Lines that only one of two lists has. */
function differences(earlier: readonly string[], now: readonly string[]): readonly string[] {
  const [old, young] = [new Set(earlier), new Set(now)];
  return [...earlier.filter((line) => !young.has(line)), ...now.filter((line) => !old.has(line))];
}

inDebian('apt installs it on a plain Debian 12 with all that it needs', async (machine) => {
  await succeed(machine, `apt-get update -q && apt install -y ${older}`);
  assert.equal(await succeed(machine, "dpkg-query -W -f '${Version}' framelatch"), '0.0.9');
  // Each program and library of it, and each name that the loader looks up.
  const lists = await succeed(machine, 'find /usr/lib/framelatch -type f -exec ldd {} + 2>/dev/null || true');
  assert.match(lists, /libgbm\.so\.1 => \//);
  assert.doesNotMatch(lists, /not found/);
  await succeed(machine, 'dpkg --verify framelatch');
  const files = await succeed(machine, 'dpkg -L framelatch');
  for (const path of [
    'bin/framelatch',
    'share/applications/framelatch.desktop',
    'share/icons/hicolor/48x48/apps/framelatch.png',
    'share/man/man1/framelatch.1.gz',
    'share/bash-completion/completions/framelatch',
    'share/zsh/vendor-completions/_framelatch',
    'share/doc/framelatch/copyright',
  ]) {
    assert.ok(files.includes(`/usr/${path}\n`), path);
  }
});

inDebian('its commands work as a normal user, one process sends and others list and snap', async (machine) => {
  const { code, stdout, stderr } = await machine.runAsUser(`
    framelatch --version
    framelatch send 4711 --size 320x200 --pattern gradient >sent & sender=$!
    until framelatch list | grep CaptureHook_HookInfo4711; do sleep 0.2; done
    framelatch snap 4711 --out picture.png && head -c 8 picture.png | od -An -tx1
    kill $sender`);
  assert.deepEqual([code, stderr], [0, '320x200 written to picture.png\n']);
  assert.match(stdout, /^\d+\.\d+\.\d+\nCaptureHook_HookInfo4711 .*320x200|320 × 200/m);
  assert.match(stdout, /89 50 4e 47 0d 0a 1a 0a/);
});

inDebian('Depends are the packages of what is linked, all of them and no other', async (machine) => {
  const folder = join(root, 'out', 'packages', 'linux-unpacked');
  const sonames = (await neededLibraries(folder)).join(' ');
  // By what dpkg knows there, not by the table that the package was made with.
  const owners = await succeed(
    machine,
    `for name in ${sonames}; do dpkg -S "*/$name" | cut -d: -f1 | sort -u; done | sort -u`,
  );
  const fields = await succeed(machine, "dpkg-query -W -f '${Depends}' framelatch");
  const named = fields.split(', ').map((clause) => clause.split(' | ').at(-1)?.replace(/ \(.*/, ''));
  assert.deepEqual(named.sort(), owners.trim().split('\n'));
});

inDebian('a missing library is named with its package, a missing display with what to do', async (machine) => {
  const library = (await succeed(machine, 'ls /usr/lib/x86_64-linux-gnu/libgbm.so.1')).trim();
  const { code, stderr } = await machine.run(
    `mv ${library} /root/; framelatch list; code=$?; mv /root/libgbm.so.1 ${library}; exit $code`,
  );
  assert.equal(code, 127);
  assert.match(stderr, /lacks the library libgbm\.so\.1.*\n.*sudo apt install libgbm1\n.*libgbm\.so\.1\(\)\(64bit\)/);
  const window = await machine.runAsUser('framelatch');
  assert.deepEqual([window.code, window.stdout], [1, '']);
  assert.match(window.stderr, /^framelatch: there is no display.*\n.*framelatch serve/);
});

inDebian('a damaged file changes nothing: the version before goes on working', async (machine) => {
  const { code, stderr } = await machine.run(`
    cp ${current} /root/damaged.deb
    # One bit, in the middle of the program.
    printf '\\377' | dd of=/root/damaged.deb bs=1 seek=40000000 conv=notrunc status=none
    cmp -s ${current} /root/damaged.deb && printf '\\0' | dd of=/root/damaged.deb bs=1 seek=40000000 conv=notrunc status=none
    apt install -y /root/damaged.deb; code=$?; rm /root/damaged.deb; exit $code`);
  assert.notEqual(code, 0);
  assert.match(stderr, /error processing archive/);
  assert.equal(
    await succeed(machine, "dpkg-query -W -f '${Version} ${db:Status-Status}' framelatch"),
    '0.0.9 installed',
  );
  await succeed(machine, 'dpkg --verify framelatch && framelatch --version');
});

inDebian('an upgrade keeps settings, says that an old one still runs, and leaves that running', async (machine) => {
  // AppArmor is not in this system: a parser that accepts everything, and notes nothing in the kernel.
  const parser = '/usr/sbin/apparmor_parser';
  await succeed(machine, `mkdir -p /etc/apparmor.d; echo "#!/bin/sh" >${parser}; chmod +x ${parser}`);
  await machine.runAsUser('mkdir -p .config/Framelatch; echo "{}" >.config/Framelatch/settings.json');
  const upgraded = await succeed(
    machine,
    `cd /; setpriv --reuid=user --regid=user --clear-groups framelatch send 4712 >/dev/null & sender=$!
    until framelatch list | grep -q 4712; do sleep 0.2; done
    apt install -y ${current} && framelatch snap 4712 --new --timeout 60 --out /root/after.png; code=$?
    kill $sender; exit $code`,
  );
  assert.match(upgraded, /An older Framelatch still runs/);
  assert.notEqual(await succeed(machine, "dpkg-query -W -f '${Version}' framelatch"), '0.0.9');
  assert.equal(await succeed(machine, 'cat /home/user/.config/Framelatch/settings.json; rm /root/after.png'), '{}\n');
  // There are no user namespaces in a chroot.
  assert.equal(await succeed(machine, 'stat -c %a /usr/lib/framelatch/chrome-sandbox'), '4755\n');
  assert.match(
    await succeed(machine, 'cat /etc/apparmor.d/framelatch'),
    /\/usr\/lib\/framelatch\/framelatch .*unconfined/,
  );
});

inDebian('a package that does not fit is not half there; installed and purged, nothing is left', async (machine) => {
  await succeed(machine, 'apt-get purge -y framelatch');
  const without = await filesOf(machine);
  const leavings = without.filter((line) => line.includes('framelatch') && !line.startsWith('/packages/'));
  assert.deepEqual(leavings, []);
  const { code, stderr } = await machine.run(`
    app=/usr/lib/framelatch; mkdir $app; mount -t tmpfs -o size=60m tmpfs $app
    dpkg -i ${current}; code=$?
    umount $app; rmdir --ignore-fail-on-non-empty $app; exit $code`);
  assert.notEqual(code, 0);
  assert.match(stderr, /No space left on device/);
  assert.deepEqual(differences(without, await filesOf(machine)), []);
  await succeed(machine, `dpkg -i ${current} && test -x /usr/bin/framelatch && dpkg --purge framelatch`);
  assert.deepEqual(differences(without, await filesOf(machine)), []);
});

test('deb: a package for another machine says which one it is for', async () => {
  const { stdout } = await finish('dpkg-deb', ['--field', packageFile('.deb'), 'Architecture']);
  assert.equal(stdout, 'amd64\n');
});
