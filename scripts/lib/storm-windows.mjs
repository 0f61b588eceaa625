import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { buildWindows } from '../build-windows.mjs';
import { root } from './run.mjs';
import { windowsNode } from './runtimes-windows.mjs';
import { prepareWine, startWindows, stopWine, windowsPath } from './wine.mjs';

const script = join(root, 'out', 'storm', 'storm-windows.cjs');
// A collector's heap breathes by some MiB.
const tolerableMiB = 48;

/** Runs the storm in a Windows Node. Resolves to what it counted: `{ kills, bad, framesSeen, framesSuspect, seconds, notes }`. */
export async function stormUnderWine(kills) {
  await buildWindows();
  await prepareWine();
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-storm-'));
  const file = join(folder, 'output');
  try {
    const child = startWindows(await windowsNode(), [windowsPath(script), '--kills', kills], file);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const measured = await followPhases(file, ended);
    const output = readFileSync(file, 'utf8');
    const tally = /^tally (.*)$/m.exec(output)?.[1];
    if (!tally) throw new Error(`the storm under Wine did not come to its end:\n${output.slice(-4000)}`);
    return withLeaks(JSON.parse(tally), measured);
  } finally {
    stopWine();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the storm's process holds in its steady phases: the least of some looks, as a passing look is no leak. */
async function followPhases(file, ended) {
  const measured = {};
  const isOver = () => Promise.race([sleep(100, false), ended.then(() => true)]);
  while (!(await isOver())) {
    const [, verb, phase] = [...readFileSync(file, 'utf8').matchAll(/^(measured?) (\w+)\s*$/gm)].at(-1) ?? [];
    const pid = verb === 'measure' ? findPid() : null;
    if (pid) measured[phase] = least(measured[phase], resourcesOf(pid));
  }
  return measured;
}

function findPid() {
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      if (words.some((word) => word.endsWith('storm-windows.cjs')) && words.includes('--kills')) return pid;
    } catch {
      continue; // ended meanwhile
    }
  }
  return null;
}

function resourcesOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const number = (field) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  const descriptors = readdirSync(`/proc/${pid}/fd`).length;
  return { descriptors, threads: number('Threads'), mebibytes: number('VmRSS') / 1024 };
}

function least(before, now) {
  if (!before) return now;
  return Object.fromEntries(Object.entries(now).map(([name, value]) => [name, Math.min(value, before[name])]));
}

function withLeaks(tally, { before, after }) {
  if (!before || !after) throw new Error('the storm under Wine was not measured in both steady phases');
  const grown = Math.round(after.mebibytes - before.mebibytes);
  Object.assign(tally.bad, {
    leakedDescriptors: Math.max(0, after.descriptors - before.descriptors),
    leakedThreads: Math.max(0, after.threads - before.threads),
    leakedMiB: grown > tolerableMiB ? grown : 0,
  });
  return tally;
}

/** The table for a terminal. */
export function describeTally({ kills, bad, framesSeen, framesSuspect, seconds, notes }) {
  const count = Object.values(kills).reduce((sum, number) => sum + number, 0);
  return [
    `kills           ${count} in ${seconds.toFixed(0)} s`,
    ...Object.entries(kills).map(([what, number]) => `  ${what.padEnd(13)} ${number}`),
    `frames seen     ${framesSeen}, ${framesSuspect} of them marked suspect`,
    ...Object.entries(bad).map(([column, number]) => `${column.padEnd(18)} ${number}`),
    ...notes.map((note) => `  ${note}`),
    '',
  ].join('\n');
}
