import { array, struct, text, u8 } from 'framelatch';

/** What goes from one process to the other: a text, and bytes. */
export const message = struct({ text: text(64), bytes: array(u8, 8) });
