/* What packages say of the program, in the fields of every packer. */

/** example.* belongs to nobody (RFC 2606): a publisher puts its own here. */
export const homepage = 'https://framelatch.example';
export const summary = 'live viewer for frames in shared memory';
export const description = [
  'Framelatch shows what is in a shared-memory frame mapping right now, and why',
  'it is black, late, torn or frozen. It never waits for a producer, and works',
  'from the command line as well.',
];
