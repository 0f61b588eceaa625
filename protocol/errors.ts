/** Every error that Framelatch reports has one of these codes. They are stable: scripts and translations key on them. */
export const errorCodes = [
  // Names
  'name-invalid',
  'name-ambiguous',
  'name-taken',
  // Objects
  'mapping-missing',
  'mapping-denied',
  'mapping-not-shared-memory',
  'mapping-too-small',
  'mapping-exists',
  'mapping-scattered',
  'mutex-missing',
  'mutex-denied',
  'mutex-invalid',
  'event-missing',
  'event-denied',
  'event-invalid',
  'pipe-taken',
  'pipe-denied',
  'hook-taken',
  'hook-idle',
  'hook-unprepared',
  'hook-silent',
  'offsets-invalid',
  'lock-denied',
  'lock-busy',
  'no-space',
  // What the header says
  'layout-unknown',
  'layout-mismatch',
  'layout-holds-no-picture',
  'header-version-unsupported',
  'header-size-zero',
  'header-size-overflow',
  'format-unsupported',
  'pitch-too-small',
  'capture-type-unknown',
  'gpu-texture',
  'block-size-invalid',
  'content-too-large',
  'pipe-message-invalid',
  'texture-missing',
  'texture-ambiguous',
  'texture-too-small',
  'texture-offset-invalid',
  'texture-index-invalid',
  // Content
  'schema-invalid',
  'value-invalid',
  'task-unfinished',
  // Updates
  'update-unreachable',
  'update-unsigned',
  'update-signature-invalid',
  'update-feed-invalid',
  'update-older',
  'update-damaged',
  'update-not-installed',
  // Work
  'no-frame',
  'not-a-recording',
  'file-unwritable',
  'file-unreadable',
  'file-not-allowed',
  'not-reopened',
  'not-admitted',
  'disconnected',
  'limit-reached',
  'ring-unavailable',
  'picture-too-large',
  'no-memory',
  'no-descriptors',
  'no-thread',
  'usage',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What an error carries across every boundary: found X, expected Y, do Z. */
export interface ErrorInfo {
  readonly code: ErrorCode;
  /** What was being done, as a verb phrase: `open mapping`. */
  readonly operation: string;
  /** The object it was done to, as the user names it. */
  readonly target: string;
  /** What was found and what was expected, with the system's own words where it had any. */
  readonly reason: string;
  /** What the user can do about it. */
  readonly next: string;
  /** errno, or the Win32 error code. */
  readonly systemCode?: number;
}

export class FramelatchError extends Error implements ErrorInfo {
  readonly code: ErrorCode;
  readonly operation: string;
  readonly target: string;
  readonly reason: string;
  readonly next: string;
  readonly systemCode?: number;

  constructor(info: ErrorInfo) {
    super(`${info.operation} ${info.target}: ${info.reason}`);
    this.name = 'FramelatchError';
    this.code = info.code;
    this.operation = info.operation;
    this.target = info.target;
    this.reason = info.reason;
    this.next = info.next;
    if (info.systemCode !== undefined) this.systemCode = info.systemCode;
  }
}

/** Anything thrown, as the plain data that may cross a process boundary. */
export function toErrorInfo(thrown: unknown, operation: string, target: string): ErrorInfo {
  if (isErrorInfo(thrown)) {
    const { code, reason, next, systemCode } = thrown;
    const info: ErrorInfo = { code, operation: thrown.operation, target: thrown.target, reason, next };
    return systemCode === undefined ? info : { ...info, systemCode };
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', operation, target, reason, next: 'Please report this with the steps that led to it.' };
}

function isErrorInfo(value: unknown): value is ErrorInfo {
  if (typeof value !== 'object' || value === null) return false;
  const { code } = value as { code?: unknown };
  return typeof code === 'string' && (errorCodes as readonly string[]).includes(code);
}
