import { contained, type Engine } from '../engine/index';
import { FileAccess } from '../engine/page/file-access';
import { SettingsFile } from '../engine/page/settings-file';
import { SourceOpener } from '../engine/page/source-opener';
import { TestPattern } from '../engine/page/test-pattern';
import type { TransportName } from '../protocol/session';
import { createApi } from './api';
import { openBrowser } from './browser';
import { createGuard } from './guard';
import { handleRequest } from './http';
import { host, listen } from './listen';
import { SessionCookies, stranger, type Visitor } from './session-cookie';
import { settingsPath } from './settings';
import { Snapshots } from './snapshots';
import { acceptSockets } from './sockets';
import { viewerFolder } from './static';
import { Viewers } from './viewers';

export interface ServerOptions {
  readonly engine: Engine;
  /** 0 = any free port. */
  readonly port?: number;
  /** The built viewer; `renderer` beside the bundle's folder by default. */
  readonly rendererFolder?: string;
  /** Where the settings are kept; in the user's configuration by default. */
  readonly settingsFile?: string;
  /** Open the viewer in a browser. */
  readonly open?: boolean;
  /** Let that browser run without its sandbox. */
  readonly noSandbox?: boolean;
  readonly forcedTransport?: TransportName | null;
  /** The viewer reads the producer's stamps back (measurement runs). */
  readonly measure?: boolean;
  /** Shown at the start; where it is a file, pages may open it. */
  readonly initialSource?: string | null;
  /** Files that pages may open, as a user types them. No other file is opened. */
  readonly files?: readonly string[];
  /** Takes a sentence for the user. */
  readonly say?: (sentence: string) => void;
  /** Takes the next address whenever one was spent: each lets one page in. */
  readonly onNextUrl?: (url: string) => void;
}

export interface RunningServer {
  /** With a token that is not spent yet: whoever opens this address first has the viewer. */
  readonly url: string;
  /** Ends every connection and session, and the browser that was opened. The engine stays. */
  close(): Promise<void>;
}

/**
 * Serves the viewer to browsers on this machine: loopback only, a cookie and a key for each page, `Host` and `Origin` checked.
 * @throws FramelatchError `usage` (the port), `file-unreadable` (the viewer is not built)
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { engine, port: wanted = 0, open = false, noSandbox = false, say = () => {} } = options;
  const folder = viewerFolder(options.rendererFolder);
  const { server, port, connections, close } = await listen(wanted);
  const guard = createGuard(port);
  const cookies = new SessionCookies(port);
  const settings = new SettingsFile(options.settingsFile ?? settingsPath(), say);
  const testPattern = new TestPattern();
  const opener = new SourceOpener(engine, allowedFiles(options), settings, testPattern);
  const viewers = new Viewers(engine, opener, options.forcedTransport ?? null);
  const snapshots = new Snapshots();
  const api = createApi({ appInfo: appInfo(options), engine, settings, snapshots, testPattern, viewers });
  const address = (visitor: Visitor) => `http://${host}:${port}/?token=${cookies.issueToken(visitor)}`;
  let url = address(stranger);
  const onAdmitted = () => {
    url = address(stranger);
    options.onNextUrl?.(url);
  };
  const site = { guard, cookies, connections, api, snapshots, viewerFolder: folder, onAdmitted };
  server.on('request', (request, response) => {
    contained(handleRequest, () => response.destroy())(site, request, response);
  });
  acceptSockets(server, { guard, cookies, connections, viewers });
  const browser = open ? openBrowser({ noSandbox, say, address }) : null;
  return {
    get url() {
      return url;
    },
    close: async () => {
      await browser?.close();
      viewers.close();
      testPattern.stop();
      await close();
    },
  };
}

function appInfo({ measure = false, forcedTransport = null, initialSource = null }: ServerOptions) {
  return { measure, forcedTransport, initialSource };
}

/** Nobody can be asked behind a browser's page: what the command line names is all. */
function allowedFiles({ engine, initialSource, files = [] }: ServerOptions): FileAccess {
  const access = new FileAccess(engine, { ask: null, allowScreens: false });
  for (const file of files) access.allow(file);
  if (initialSource) access.allow(initialSource);
  return access;
}
