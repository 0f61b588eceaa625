import { ipcRenderer } from 'electron';

import type { EventChannel, Reply, RequestChannel, ShellEvents, ShellRequests } from '../protocol/ipc';
import type { SessionId } from '../protocol/session';
import { streamChannel } from './stream-channel';

/* The other file with raw ipc: the preload's side of protocol/ipc.ts. */

/** Resolves to the reply as data: an error thrown here would lose its fields on the way through the contextBridge. */
export function request<Channel extends RequestChannel>(
  channel: Channel,
  ...args: Parameters<ShellRequests[Channel]>
): Promise<Reply<ReturnType<ShellRequests[Channel]>>> {
  return ipcRenderer.invoke(channel, ...args) as Promise<Reply<ReturnType<ShellRequests[Channel]>>>;
}

export function subscribe<Channel extends EventChannel>(
  channel: Channel,
  listener: (payload: ShellEvents[Channel]) => void,
): () => void {
  const forward = (_event: unknown, payload: ShellEvents[Channel]) => listener(payload);
  ipcRenderer.on(channel, forward);
  return () => ipcRenderer.off(channel, forward);
}

export function onStream(listener: (session: SessionId, ports: readonly MessagePort[]) => void): void {
  ipcRenderer.on(streamChannel, (event, { session }: { session: SessionId }) => listener(session, event.ports));
}
