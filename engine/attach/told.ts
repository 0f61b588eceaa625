import { assertNever } from '../../protocol/assert';
import type { Attachment } from './attachment';

/* What an attachment has to tell its user, for terminals; the window has its own catalogue. */

/** Where the hook knows its functions from. */
export function preparationText({ preparation: { origin, libraries } }: Attachment): string {
  const seen = libraries?.length ? `The program has loaded ${libraries.join(', ')}: ` : '';
  switch (origin) {
    case 'read-before':
      return 'The hook has captured before: it needs to be told nothing.';
    case 'not-needed':
      return `${seen || 'The program has loaded no Direct3D: '}its hook needs no offsets.`;
    case 'standing':
      return `${seen}the offsets that its hook needs were there already.`;
    case 'given':
      return `${seen}the hook was told the offsets of the file.`;
    case 'found':
      return `${seen}the hook was told the offsets that Framelatch found.`;
    case 'without':
      return `${seen}the hook begins without offsets, as --yes asked for.`;
    default:
      return assertNever(origin);
  }
}

/** Why a hook may say nothing after it was asked: the likeliest first. */
export function silenceReasons({ preparation: { origin } }: Attachment): readonly string[] {
  const presents = 'the program presents no pictures now: it is minimised, loads, or waits';
  const used =
    'the hook was begun once without offsets that it needed: it can never capture in that process again (restart the program)';
  switch (origin) {
    case 'given':
      return [
        presents,
        'the offsets of the file are another system’s, or of the other bitness: the hook took nothing over',
        used,
      ];
    case 'read-before':
      return [presents, 'it still captures for an application that has gone, and presents too rarely to notice', used];
    case 'without':
      return ['it needed the offsets after all', presents];
    case 'not-needed':
    case 'standing':
    case 'found':
      return [presents, used];
    default:
      return assertNever(origin);
  }
}

/** What is true of the hook once an attachment has ended. */
export function endText({ untouched, preparation: { origin, offsets } }: Attachment): string {
  const stays = offsets ? ' The offsets stay in its info, for the next capture.' : '';
  if (untouched) return `Detached: the hook had not begun, and its settings are as they were.${stays}`;
  const lost = origin === 'without' ? ' It was begun without offsets: that cannot be undone.' : '';
  return `Detached: the hook’s settings are as they were, and it captures no more.${stays}${lost}`;
}
