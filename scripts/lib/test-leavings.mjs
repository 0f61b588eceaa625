import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

const sharedMemory = '/dev/shm';

/**
 * Notes what is in the folder of shared memory. Returns what gives, after the tests, the names of the objects that are new since and
 * that no process has open: those outlive the tests that made them. Other systems have no such folder, and leave nothing.
 */
export function watchLeavings(folder = sharedMemory) {
  const before = objectsIn(folder);
  return () => {
    const isNew = ([name, inode]) => before.get(name) !== inode;
    const made = [...objectsIn(folder)].filter(isNew).map(([name]) => name);
    const used = made.length ? openPaths() : '';
    return made.filter((name) => !used.includes(`${join(folder, name)}\n`)).sort();
  };
}

/** With CI=true, where nobody else's tests run, they are a failure; else they may be somebody else's. */
export function tellLeavings(tally, names) {
  if (!names.length) return;
  const list = names.map((name) => `  ${name}`).join('\n');
  const title = 'what the tests left in shared memory';
  if (process.env.CI === 'true') return tally.fail(title, list);
  process.stdout.write(`\nNew in ${sharedMemory}, and open in no process:\n${list}\n`);
}

/** Inodes by name. A folder is a killed app's, which the next one removes (engine/private-folder.ts). */
function objectsIn(folder) {
  if (!existsSync(folder)) return new Map();
  const entry = (name) => {
    const status = lstatSync(join(folder, name));
    return status.isDirectory() ? [] : [[name, status.ino]];
  };
  return new Map(readdirSync(folder).flatMap((name) => or([], () => entry(name))));
}

/** What each process has open or mapped, a path a line. */
function openPaths() {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.map((process) => `${openOf(join('/proc', process))}\n`).join('');
}

function openOf(process) {
  const files = or([], () => readdirSync(join(process, 'fd')));
  const open = files.map((file) => or('', () => readlinkSync(join(process, 'fd', file))));
  return [...open, or('', () => readFileSync(join(process, 'maps'), 'utf8'))].join('\n');
}

/** Objects and processes end while they are looked at, and those of other users are not shown. */
function or(otherwise, look) {
  try {
    return look();
  } catch (thrown) {
    if (thrown.code === undefined) throw thrown;
    return otherwise;
  }
}
