/** `Symbol.dispose`, also on Node before 18.18, which Electron 22 has: there under the name that compilers give it. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
