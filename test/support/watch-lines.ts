import type { Conversation } from './processes';

interface Lines {
  readonly hash: {
    readonly sequence: number;
    readonly width: number;
    readonly height: number;
    readonly [field: string]: unknown;
  };
  readonly source: { readonly source: string };
  readonly state: { readonly state: { readonly kind: string; readonly [field: string]: unknown } };
  readonly summary: {
    readonly summary: {
      readonly frames: number;
      readonly state: { readonly kind: string };
      readonly [field: string]: unknown;
    };
  };
}

/**
 * The next line of `watch --json` with that field: a frame has a `hash`. Lines of another kind may stand before it, as
 * states come between frames.
 */
export async function nextLine<Field extends keyof Lines>(watching: Conversation, field: Field): Promise<Lines[Field]> {
  for (;;) {
    const line = JSON.parse(await watching.next()) as Lines[Field];
    if (field in line) return line;
  }
}
