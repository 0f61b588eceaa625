import type { ErrorInfo } from '../../../protocol/errors';

/* What goes wrong in a scenario. */

export const gpuTexture: ErrorInfo = {
  code: 'gpu-texture',
  operation: 'read header of',
  target: 'CaptureHook_HookInfo48213',
  reason: 'the hook shares a GPU texture (type = 1): its frames are not in shared memory',
  next: 'Ask the capturing application for shared memory (force_shmem); in OBS that is the game capture’s SLI/Crossfire mode.',
};
export const ambiguous: ErrorInfo = {
  code: 'name-ambiguous',
  operation: 'look up name',
  target: '48213',
  reason: 'found CaptureHook_HookInfo48213 and GameCapture_HookInfo48213',
  next: 'Give the full name of the one you mean.',
};
export const denied: ErrorInfo = {
  code: 'mapping-denied',
  operation: 'list',
  target: '/dev/shm',
  reason: 'Permission denied',
  next: 'Run Framelatch as a user who may read that folder.',
};
