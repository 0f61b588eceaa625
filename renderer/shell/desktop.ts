import { streamMessageKind, type ShellBridge } from '../../protocol/ipc';
import { valueOf } from './reply';
import type { Shell } from './shell';

/** The desktop shell: the preload's functions, and ports that arrive as messages to this window. */
export function electronShell(bridge: ShellBridge): Shell {
  const ports = new PortDesk();
  // Without throttling, Chromium calls a minimised window's page visible: the shell knows better.
  let isShown = true;
  bridge.onShown((changed) => {
    isShown = changed;
  });
  return {
    appInfo: async () => valueOf(await bridge.appInfo()),
    readSettings: async () => valueOf(await bridge.readSettings()),
    writeSettings: async (change) => valueOf(await bridge.writeSettings(change)),
    listSources: async () => valueOf(await bridge.listSources()),
    saveSource: async (name, source) => valueOf(await bridge.saveSource(name, source)),
    forgetSource: async (name) => valueOf(await bridge.forgetSource(name)),
    startTestPattern: async () => valueOf(await bridge.startTestPattern()),
    stopTestPattern: async () => valueOf(await bridge.stopTestPattern()),
    openSession: async (name) => valueOf(await bridge.openSession(name)),
    closeSession: async (session) => {
      ports.forget(session);
      valueOf(await bridge.closeSession(session));
    },
    configureSession: async (session, settings) => valueOf(await bridge.configureSession(session, settings)),
    attachSession: async (session, on, acceptLoss) => valueOf(await bridge.attachSession(session, on, acceptLoss)),
    contentOf: async (session) => valueOf(await bridge.contentOf(session)),
    pictureOf: async (session, words) => valueOf(await bridge.pictureOf(session, words)),
    saveSnapshot: async (session) => valueOf(await bridge.saveSnapshot(session)),
    readUpdate: async () => valueOf(await bridge.readUpdate()),
    chooseUpdate: async (choice) => valueOf(await bridge.chooseUpdate(choice)),
    onSourcesChanged: (listener) => bridge.onSourcesChanged(listener),
    onSourcesUnlisted: (listener) => bridge.onSourcesUnlisted(listener),
    onSessionChanged: (listener) => bridge.onSessionChanged(listener),
    onMenuCommand: (listener) => bridge.onMenuCommand(listener),
    onSourceGiven: (listener) => bridge.onSourceGiven(listener),
    onShellFailed: (listener) => bridge.onShellFailed(listener),
    onUpdateChanged: (listener) => bridge.onUpdateChanged(listener),
    onShown: (listener) => {
      listener(isShown);
      return bridge.onShown(listener);
    },
    onSessionLost: () => () => {},
    streamFor: async (session) => ({ kind: 'port', port: await ports.take(session) }),
  };
}

/** A session's port may come before or after somebody asks for it. */
class PortDesk {
  readonly #arrived = new Map<number, MessagePort>();
  readonly #waiting = new Map<number, (port: MessagePort) => void>();

  constructor() {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = event.data as { kind?: unknown; session?: unknown };
      const [port] = event.ports;
      if (event.source !== window || message?.kind !== streamMessageKind || !port) return;
      this.#receive(Number(message.session), port);
    });
  }

  take(session: number): Promise<MessagePort> {
    const port = this.#arrived.get(session);
    this.#arrived.delete(session);
    if (port) return Promise.resolve(port);
    return new Promise((resolve) => this.#waiting.set(session, resolve));
  }

  /** Nobody will ask for a closed session's port. */
  forget(session: number): void {
    this.#arrived.get(session)?.close();
    this.#arrived.delete(session);
    this.#waiting.delete(session);
  }

  #receive(session: number, port: MessagePort): void {
    const resolve = this.#waiting.get(session);
    this.#waiting.delete(session);
    if (resolve) resolve(port);
    else this.#arrived.set(session, port);
  }
}
