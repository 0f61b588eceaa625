import { unlinkSync } from 'node:fs';

import type { Caution, Leftover, Native } from '../native/index';
import { hookObjects, hookOf } from './attach/hook-objects';
import type { AttachRecord } from './attach/record';
import { recordPath } from './attach/records';
import { clearUp, findStaleAttachments, putBackStale } from './attach/stale';
import { listPipes, pipePath, pipeScheme } from './pipe/pipe-path';
import { probePipe } from './pipe/probe';

/** What dead producers left behind: mappings with their objects, and sockets of pipes. */
export async function findLeftovers(native: Native): Promise<readonly Leftover[]> {
  const pipes = listPipes().filter(({ isDead }) => isDead);
  const attachments = findStaleAttachments().map(attachmentLeftover);
  return [...(await native.findLeftovers()), ...pipes.map(({ name }) => leftoverOf(name)), ...attachments];
}

/**
 * What is left over of one source: a mapping that certainly no process writes, or a socket that no process serves; else
 * `null`.
 * @param name as {@link Engine.resolve} gives it
 */
export async function findLeftover(
  native: Native,
  name: string,
  caution: Caution = 'certain',
): Promise<Leftover | null> {
  if (!name.startsWith(pipeScheme)) return (await native.findLeftover(name, caution)) ?? attachmentTo(name);
  const pipe = name.slice(pipeScheme.length);
  return (await probePipe(pipePath(pipe))) === 'dead' ? leftoverOf(pipe) : null;
}

/** Removes those that are still left over by that caution, and gives the names of the objects that it removed. */
export async function removeLeftovers(
  native: Native,
  leftovers: readonly Leftover[],
  caution: Caution = 'certain',
): Promise<readonly string[]> {
  const isPipe = ({ name }: Leftover) => name.startsWith(pipeScheme);
  const removed = await putBackAttachments(leftovers);
  const others = leftovers.filter((leftover) => !isPipe(leftover) && !isAttachment(leftover));
  removed.push(...(await native.removeLeftovers(others, caution)));
  for (const { name } of leftovers.filter(isPipe)) {
    const path = pipePath(name.slice(pipeScheme.length));
    // The next producer may serve it by now.
    if ((await probePipe(path)) !== 'dead') continue;
    unlinkSync(path);
    removed.push(path);
  }
  return removed;
}

/** Why what has that name is no leftover, in words; `null` where there is nothing to say. */
export async function whyKept(native: Native, name: string): Promise<string | null> {
  if (name.startsWith(pipeScheme)) return null;
  const { liveness, producer, changedLately } = await native.findProducer(name);
  if (producer) return `${producer.name} (${producer.pid}) has it open for writing.`;
  if (liveness === 'running') return 'A process that cannot be seen from here has it open for writing.';
  return changedLately ? 'Somebody wrote it within the last five seconds.' : null;
}

function leftoverOf(pipe: string): Leftover {
  return { name: `${pipeScheme}${pipe}`, objects: [pipePath(pipe)], identities: [''] };
}

/* A dead attachment whose hook is still there: what it changed is put back, and its record removed. */

function attachmentLeftover({ hook }: AttachRecord): Leftover {
  return { name: hookObjects(hook).info, objects: [recordPath(hook)], identities: [''] };
}

function attachmentTo(name: string): Leftover | null {
  const record = findStaleAttachments().find(({ hook }) => hookObjects(hook).info === name);
  return record ? attachmentLeftover(record) : null;
}

function isAttachment({ name, objects }: Leftover): boolean {
  const hook = hookOf(name);
  return hook !== null && objects.length === 1 && objects[0] === recordPath(hook);
}

async function putBackAttachments(leftovers: readonly Leftover[]): Promise<string[]> {
  const names = new Set(leftovers.filter(isAttachment).map(({ name }) => name));
  const removed: string[] = [];
  for (const record of findStaleAttachments().filter(({ hook }) => names.has(hookObjects(hook).info))) {
    if (!(await putBackStale(record, 'leave'))) continue;
    await clearUp(record);
    removed.push(recordPath(record.hook));
  }
  return removed;
}
