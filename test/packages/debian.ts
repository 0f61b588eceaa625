import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';

import { root } from '../support/paths';
import { finishScript, type Finished } from '../support/processes';
import { requireProgram, requireThat } from '../support/requires';

// Made by scripts/lib/debian-base.mjs.
const base = join(root, '.cache', 'debian-12.tar');
// What apt has fetched once is there when the tests run again.
const archives = join(root, '.cache', 'debian-12-archives');

/** Whether a test can have a Debian of its own. */
export function requireDebian(context: TestContext): boolean {
  return (
    requireThat(context, process.getuid?.() === 0, 'only root can mount in a namespace of its own') &&
    requireProgram(context, 'mmdebstrap', 'mmdebstrap') &&
    requireThat(context, existsSync(base), `there is no ${base}: npm test -- --only packages makes it`)
  );
}

// In memory: nothing is left when the last process in it has ended. $1: an empty folder, $2: the tarball, $3: apt's
// archives, $4: packages.
const setUp = `
set -e
mount -t tmpfs -o size=2g,mode=0755 tmpfs "$1"
cd "$1"
tar -xf "$2" --exclude='./dev/*'
mount -t proc proc proc
for name in null zero full random urandom; do : >dev/$name; mount --bind /dev/$name dev/$name; done
mkdir -p dev/shm packages var/cache/apt/archives
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mount --bind "$3" var/cache/apt/archives
mount --bind -o ro "$4" packages
cp -L /etc/resolv.conf etc/resolv.conf
useradd --root "$1" --create-home user
echo ready
exec cat
`;

/** A plain Debian 12 in namespaces of its own, with the packages in /packages and a user called user. */
export class Debian {
  readonly #folder: string;
  readonly #holder: ChildProcess;

  private constructor(folder: string, holder: ChildProcess) {
    this.#folder = folder;
    this.#holder = holder;
  }

  /** Null where a test cannot have one, which it says itself. */
  static async start(): Promise<Debian | null> {
    if (process.getuid?.() !== 0 || !existsSync(base)) return null;
    mkdirSync(archives, { recursive: true });
    const folder = mkdtempSync(join(root, 'out', 'debian-'));
    const words = ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', setUp, 'sh'];
    const holder = spawn('unshare', [...words, folder, base, archives, join(root, 'out')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: holder.stdout! })) {
      if (line === 'ready') return new Debian(folder, holder);
    }
    throw new Error('the Debian for tests could not be set up');
  }

  /** Runs a shell script in it to its end, as root. */
  run(script: string): Promise<Finished> {
    const namespaces = `/proc/${this.#holder.pid}/ns`;
    const words = [`--mount=${namespaces}/mnt`, `--pid=${namespaces}/pid_for_children`, 'chroot'];
    const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
    const env = { PATH: path, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8', HOME: '/root' };
    return finishScript('nsenter', [...words, this.#folder, 'sh', '-c', script], env);
  }

  /** The same as a normal user. */
  runAsUser(script: string): Promise<Finished> {
    return this.run(
      `cd /home/user && HOME=/home/user setpriv --reuid=user --regid=user --clear-groups sh -c '${script}'`,
    );
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#holder.once('exit', resolve));
    this.#holder.stdin?.end();
    await ended;
    rmdirSync(this.#folder);
  }
}
