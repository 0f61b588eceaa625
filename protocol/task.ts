import { FramelatchError } from './errors';

/* The header of a task's region (docs/layouts.md), little-endian. */

export const taskMagic = 0x4b544c46; // "FLTK"
export const taskVersion = 1;
export const taskHeaderBytes = 512;
export const taskReasonBytes = 448;

/** Offsets in bytes; u32 each, the reason UTF-8 with a NUL. */
export const taskAt = {
  magic: 0,
  version: 4,
  state: 8,
  progress: 12,
  owner: 16,
  worker: 20,
  requests: 24,
  payload: 28,
  reason: 64,
} as const;

const states = ['waiting', 'running', 'done', 'failed'] as const;

export type TaskState = (typeof states)[number];

export interface TaskStatus {
  readonly state: TaskState;
  /** 0 to 1. */
  readonly progress: number;
  /** Process numbers; 0 = has not come yet. */
  readonly owner: number;
  readonly worker: number;
  /** How often work was asked for. */
  readonly requests: number;
  /** Of a failure, for a person; empty in every other state. */
  readonly reason: string;
}

/** @throws FramelatchError `layout-mismatch` for bytes that are no task's */
export function decodeTask(bytes: Uint8Array): TaskStatus {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (offset: number) => view.getUint32(offset, true);
  const isTask =
    bytes.byteLength >= taskHeaderBytes && word(taskAt.magic) === taskMagic && word(taskAt.version) === taskVersion;
  const state = isTask ? states[word(taskAt.state)] : undefined;
  if (state === undefined) {
    throw new FramelatchError({
      code: 'layout-mismatch',
      operation: 'read header of',
      target: 'task',
      reason: "found other bytes, expected 'FLTK', version 1 and a state of 0 to 3",
      next: 'Check that both sides use one name for the task.',
    });
  }
  const reason = bytes.subarray(taskAt.reason, taskAt.reason + taskReasonBytes);
  const end = reason.indexOf(0);
  return {
    state,
    progress: Math.min(1, word(taskAt.progress) / 1000),
    owner: word(taskAt.owner),
    worker: word(taskAt.worker),
    requests: word(taskAt.requests),
    reason: state === 'failed' ? new TextDecoder().decode(reason.subarray(0, end < 0 ? reason.length : end)) : '',
  };
}
