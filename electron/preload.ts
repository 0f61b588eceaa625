import { contextBridge } from 'electron';

import { streamMessageKind, type ShellBridge } from '../protocol/ipc';
import { onStream, request, subscribe } from './ipc-renderer';

/** Named functions, never a generic send. */
const bridge: ShellBridge = {
  appInfo: () => request('app:info'),
  readSettings: () => request('settings:read'),
  writeSettings: (change) => request('settings:write', change),
  listSources: () => request('sources:list'),
  saveSource: (name, source) => request('sources:save', name, source),
  forgetSource: (name) => request('sources:forget', name),
  startTestPattern: () => request('test-pattern:start'),
  stopTestPattern: () => request('test-pattern:stop'),
  openSession: (name) => request('session:open', name),
  closeSession: (session) => request('session:close', session),
  configureSession: (session, settings) => request('session:configure', session, settings),
  attachSession: (session, on, acceptLoss) => request('session:attach', session, on, acceptLoss),
  contentOf: (session) => request('session:content', session),
  pictureOf: (session, words) => request('session:picture', session, words),
  saveSnapshot: (session) => request('session:snapshot', session),
  readUpdate: () => request('update:read'),
  chooseUpdate: (choice) => request('update:choose', choice),
  onSourcesChanged: (listener) => subscribe('sources:changed', listener),
  onSourcesUnlisted: (listener) => subscribe('sources:unlisted', listener),
  onSessionChanged: (listener) => subscribe('session:changed', listener),
  onMenuCommand: (listener) => subscribe('menu:command', listener),
  onSourceGiven: (listener) => subscribe('source:given', listener),
  onShown: (listener) => subscribe('window:shown', listener),
  onShellFailed: (listener) => subscribe('shell:failed', listener),
  onUpdateChanged: (listener) => subscribe('update:changed', listener),
};

contextBridge.exposeInMainWorld('framelatch', bridge);

// Ports do not pass the contextBridge: the page gets them as messages to its own window.
onStream((session, ports) => {
  window.postMessage({ kind: streamMessageKind, session }, window.location.origin, [...ports]);
});
