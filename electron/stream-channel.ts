/** Main sends a session's stream on this channel, with one MessagePort. */
export const streamChannel = 'session:stream';
