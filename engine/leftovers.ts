import { unlinkSync } from 'node:fs';

import type { Leftover, Native } from '../native/index';
import { listPipes, pipePath, pipeScheme } from './pipe/pipe-path';
import { probePipe } from './pipe/probe';

/** What dead producers left behind: mappings with their objects, and sockets of pipes. */
export async function findLeftovers(native: Native): Promise<readonly Leftover[]> {
  const pipes = listPipes().filter(({ isDead }) => isDead);
  return [...(await native.findLeftovers()), ...pipes.map(({ name }) => leftoverOf(name))];
}

/**
 * What is left over of one source: a mapping that no process writes, or a socket that no process serves; else `null`.
 * @param name as {@link Engine.resolve} gives it
 */
export async function findLeftover(native: Native, name: string): Promise<Leftover | null> {
  if (!name.startsWith(pipeScheme)) return native.findLeftover(name);
  const pipe = name.slice(pipeScheme.length);
  return (await probePipe(pipePath(pipe))) === 'dead' ? leftoverOf(pipe) : null;
}

/** Removes those whose producer is still gone, and gives the names of the objects that it removed. */
export async function removeLeftovers(native: Native, leftovers: readonly Leftover[]): Promise<readonly string[]> {
  const isPipe = ({ name }: Leftover) => name.startsWith(pipeScheme);
  const removed = [...(await native.removeLeftovers(leftovers.filter((leftover) => !isPipe(leftover))))];
  for (const { name } of leftovers.filter(isPipe)) {
    const path = pipePath(name.slice(pipeScheme.length));
    // The next producer may serve it by now.
    if ((await probePipe(path)) !== 'dead') continue;
    unlinkSync(path);
    removed.push(path);
  }
  return removed;
}

function leftoverOf(pipe: string): Leftover {
  return { name: `${pipeScheme}${pipe}`, objects: [pipePath(pipe)] };
}
