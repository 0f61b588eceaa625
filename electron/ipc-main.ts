import { ipcMain, type WebContents } from 'electron';

import { toErrorInfo } from '../protocol/errors';
import type { EventChannel, Reply, RequestChannel, ShellEvents } from '../protocol/ipc';
import { requestChannels } from '../protocol/request-arguments';
import { isOurPage } from './scheme';

/* One of the two files with raw ipc: requests from the page, typed by protocol/ipc.ts. */

/**
 * Answers every request channel.
 * @param answer gets a page's arguments unchecked, and never rejects
 * @param isOurs whether a sender is the viewer's window
 */
export function handleRequests(
  answer: (channel: RequestChannel, args: readonly unknown[]) => Promise<Reply<unknown>>,
  isOurs: (sender: WebContents) => boolean,
): void {
  for (const channel of requestChannels) {
    ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Reply<unknown>> => {
      try {
        checkSender(event, isOurs);
        return await answer(channel, args);
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
