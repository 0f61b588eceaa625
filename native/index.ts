/* The typed facade of the addon: the only file that other rooms import from native/. */
export { loadNative } from './addon';
export { dispose } from './dispose';
export { addonFolder } from './raw-addon';
export * from './checked-block';
export * from './locks';
export * from './message-pipe';
export * from './shared-region';
export type * from './primitive-types';
export type * from './types';
