import type { ErrorInfo } from './errors';

/** What there is to tell of newer versions. A page is told it, and answers with an {@link UpdateChoice}. */
export type UpdateView =
  /** Nothing: there is no newer version, the user put it off, or this program is not updated by itself. */
  | { readonly kind: 'none' }
  /** The user asked, and this is the newest. */
  | { readonly kind: 'current'; readonly version: string }
  /** `notes` is plain text of the publisher's, '' without any. */
  | { readonly kind: 'available'; readonly version: string; readonly notes: string }
  | { readonly kind: 'downloading'; readonly version: string; readonly received: number; readonly bytes: number }
  /** Checked and being put in place; the program starts again by itself. */
  | { readonly kind: 'installing'; readonly version: string }
  | { readonly kind: 'refused'; readonly error: ErrorInfo };

/** `later`: not before the next start or tomorrow; `skip`: not this version; `stop`: ends a download. */
export type UpdateChoice = 'install' | 'later' | 'skip' | 'stop';

export const updateChoices: readonly UpdateChoice[] = ['install', 'later', 'skip', 'stop'];

/** What a shell that is not updated by itself answers. */
export const noUpdate: UpdateView = { kind: 'none' };
