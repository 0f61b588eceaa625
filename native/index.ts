/* The typed facade of the addon: the only file that other rooms import from native/. */
export { loadNative } from './addon';
export { dispose } from './dispose';
export * from './checked-block';
export * from './message-pipe';
export * from './primitives';
export type * from './types';
