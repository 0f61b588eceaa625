/** Where the worker finds its stream: a port that is transferred to it, or an address that it opens by itself. */
export type StreamEnd =
  | { readonly kind: 'port'; readonly port: MessagePort }
  | { readonly kind: 'socket'; readonly url: string; readonly protocols: readonly string[] };
