import { ipcMain, type WebContents } from 'electron';

import { toErrorInfo } from '../protocol/errors';
import type { EventChannel, Reply, RequestChannel, ShellEvents, ShellRequests } from '../protocol/ipc';
import { isOurPage } from './scheme';

/* One of the two files with raw ipc: requests from the page, typed by protocol/ipc.ts. */

export type RequestHandlers = {
  [Channel in RequestChannel]: (
    ...args: Parameters<ShellRequests[Channel]>
  ) => ReturnType<ShellRequests[Channel]> | Promise<ReturnType<ShellRequests[Channel]>>;
};

/** Answers every request channel; `isOurs` says whether a sender is the viewer's window. */
export function handleRequests(handlers: RequestHandlers, isOurs: (sender: WebContents) => boolean): void {
  for (const channel of Object.keys(handlers) as RequestChannel[]) {
    ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Reply<unknown>> => {
      try {
        checkSender(event, isOurs);
        const handler = handlers[channel] as (...values: unknown[]) => unknown;
        return { ok: true, value: await handler(...args) };
      } catch (thrown) {
        return { ok: false, error: toErrorInfo(thrown, 'answer', channel) };
      }
    });
  }
}

/** Only our page, in the top frame of our window. */
function checkSender(event: Electron.IpcMainInvokeEvent, isOurs: (sender: WebContents) => boolean): void {
  const { senderFrame, sender } = event;
  const isTopFrame = senderFrame !== null && senderFrame === sender.mainFrame;
  if (isTopFrame && isOurs(sender) && isOurPage(senderFrame.url)) return;
  throw new Error('the request does not come from the viewer’s page');
}

export function sendEvent<Channel extends EventChannel>(
  contents: WebContents | null,
  channel: Channel,
  payload: ShellEvents[Channel],
): void {
  if (contents && !contents.isDestroyed()) contents.send(channel, payload);
}
