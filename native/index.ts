/* The typed facade of the addon: the only file that other rooms import from native/. */
export { loadNative } from './addon';
export type * from './types';
