import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { WebSocket } from 'ws';

import { createEngine, type Engine } from '../../../engine/index';
import {
  keyHeader,
  keyProtocolPrefix,
  socketProtocol,
  type Reply,
  type RequestChannel,
  type ShellRequests,
} from '../../../protocol/ipc';
import { startServer, type RunningServer, type ServerOptions } from '../../../server/index';
import { opened } from './page';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** A running browser shell on a viewer of two small files, and a client that has its cookie. */
export class BrowserShell {
  readonly engine: Engine;
  readonly server: RunningServer;
  readonly folder: string;
  readonly port: number;
  readonly token: string;
  cookie = '';
  key = '';

  private constructor(engine: Engine, server: RunningServer, folder: string) {
    this.engine = engine;
    this.server = server;
    this.folder = folder;
    const url = new URL(server.url);
    this.port = Number(url.port);
    this.token = url.searchParams.get('token') ?? '';
  }

  static async start(t: TestContext, options: Partial<ServerOptions> = {}): Promise<BrowserShell> {
    const folder = mkdtempSync(join(tmpdir(), 'framelatch-server-test-'));
    const viewer = join(folder, 'viewer');
    mkdirSync(join(viewer, 'assets'), { recursive: true });
    writeFileSync(join(viewer, 'index.html'), '<!doctype html><title>the viewer</title>');
    writeFileSync(join(viewer, 'assets', 'index-abc.js'), 'export {};');
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    const engine = createEngine();
    const settingsFile = join(folder, 'settings', 'settings.json');
    const server = await startServer({ engine, rendererFolder: viewer, settingsFile, ...options });
    t.after(async () => {
      await server.close();
      engine.close();
      rmSync(folder, { recursive: true });
    });
    const shell = new BrowserShell(engine, server, folder);
    const admission = await shell.ask(`/?token=${shell.token}`);
    shell.cookie = cookieOf(admission);
    shell.key = keyOf(admission);
    // A page that is not connected loses its sessions after some seconds, which a busy machine may take.
    await opened(shell.socket('/events?page=test'));
    return shell;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** One request exactly as given: nothing is normalised on the way. */
  ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port: this.port, path, method, headers, agent: false });
      request.on('error', reject).on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      request.end(body);
    });
  }

  /** What a page of ours sends with each request. */
  get secrets(): OutgoingHttpHeaders {
    return { cookie: this.cookie, origin: this.origin, [keyHeader]: this.key };
  }

  /** A request with the cookie, and an Origin as a browser would send it. */
  askWithCookie(path: string, asked: Asked = {}): Promise<Answer> {
    return this.ask(path, { ...asked, headers: { ...this.secrets, ...asked.headers } });
  }

  async call<Channel extends RequestChannel>(
    channel: Channel,
    args: Parameters<ShellRequests[Channel]>,
    page = 'test',
  ): Promise<Reply<ReturnType<ShellRequests[Channel]>>> {
    const body = JSON.stringify(args);
    const answer = await this.askWithCookie(`/api/${channel}?page=${page}`, { method: 'POST', body });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.toString()}`);
    return JSON.parse(answer.body.toString()) as Reply<ReturnType<ShellRequests[Channel]>>;
  }

  async value<Channel extends RequestChannel>(
    channel: Channel,
    args: Parameters<ShellRequests[Channel]>,
    page = 'test',
  ): Promise<ReturnType<ShellRequests[Channel]>> {
    const reply = await this.call(channel, args, page);
    if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.reason}`);
    return reply.value;
  }

  socket(path: string, headers: OutgoingHttpHeaders = {}): WebSocket {
    return new WebSocket(`ws://127.0.0.1:${this.port}${path}`, [socketProtocol, `${keyProtocolPrefix}${this.key}`], {
      headers: { cookie: this.cookie, origin: this.origin, ...headers },
    });
  }
}

/** The cookie that an answer gives, as a browser would send it back. */
export function cookieOf(answer: Answer): string {
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
}

/** The key that an answer's page keeps. */
export function keyOf(answer: Answer): string {
  return /'([0-9a-f]{64})'/.exec(answer.body.toString())?.[1] ?? '';
}
