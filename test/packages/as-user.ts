import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { _electron, type Page } from 'playwright-core';

import { startDisplay } from '../e2e/support/display';
import { waitForColor } from '../e2e/support/screen';
import { atEnd } from '../support/cleanup';
import { Conversation, finish, uniqueId, type Finished } from '../support/processes';

// Debian's nobody, who owns nothing.
const nobody = 65534;

const width = 320;
const height = 200;

export interface Window {
  readonly page: Page;
  close(): Promise<void>;
}

/** An installed program as a user without rights starts it. */
export class AsUser {
  /** A script that starts it, with the arguments that it is given. */
  readonly #script: string;
  /** The user's own folder. */
  readonly home: string;

  /**
   * @param program words of a shell that start it as root would, who becomes the user in front of them
   * @param asRoot what root does before, in a mount namespace that ends with the program
   * @param variables more environment
   */
  constructor(context: TestContext, program: string, asRoot = ':', variables = '') {
    const folder = mkdtempSync(join(tmpdir(), 'framelatch-user-'));
    chmodSync(folder, 0o755);
    atEnd(context, () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    this.home = join(folder, 'home');
    mkdirSync(this.home, { mode: 0o700 });
    chownSync(this.home, nobody, nobody);
    this.#script = join(folder, 'start');
    const environment = `HOME=${this.home} TMPDIR=${this.home} XDG_RUNTIME_DIR=${this.home} ${variables}`;
    const asNobody = `setpriv --reuid=${nobody} --regid=${nobody} --clear-groups env -u XDG_CONFIG_HOME ${environment}`;
    const inside = `cd / && { ${asRoot}; } && exec ${asNobody} ${program} "$@"`;
    writeFileSync(this.#script, `#!/bin/sh\nexec unshare --mount sh -ec '${inside}' sh "$@"\n`, { mode: 0o755 });
  }

  run(...words: readonly string[]): Promise<Finished> {
    return finish(this.#script, words);
  }

  /** Another process of it that sends one green picture, ended with the test. Resolves to its number. */
  async send(context: TestContext): Promise<string> {
    const id = String(uniqueId());
    const sender = new Conversation(this.#script, ['send', id, '--size', `${width}x${height}`, '--stdin']);
    atEnd(context, async () => {
      sender.child.kill('SIGTERM');
      await sender.ended();
    });
    await sender.next();
    // BGRA.
    sender.child.stdin?.write(Buffer.from('10c820ff'.repeat(width * height), 'hex'));
    return id;
  }

  /** Its window, in Chromium's sandbox. */
  async open(context: TestContext): Promise<Window> {
    const env = { PATH: process.env['PATH'] ?? '', DISPLAY: await startDisplay(context) };
    const args = [`--user-data-dir=${join(this.home, 'profile')}`];
    // Otherwise Playwright would drop the sandbox by itself.
    const app = await _electron.launch({ executablePath: this.#script, chromiumSandbox: true, args, env });
    let isOpen = true;
    const close = async () => {
      if (isOpen) await app.close();
      isOpen = false;
    };
    atEnd(context, close);
    const page = await app.firstWindow();
    assertSandboxed(this.home);
    return { page, close };
  }
}

/** Waits until a window shows what `send` sends. */
export async function waitForPicture({ page }: Window, title: string): Promise<void> {
  const picture = await waitForColor(page, [0x20, 0xc8, 0x10], title);
  assert.deepEqual([picture.width, picture.height], [width, height]);
}

/** Each renderer lives in a user namespace of its own, or was put away by the helper, and answers to a filter of calls. */
function assertSandboxed(home: string): void {
  const lines = readdirSync('/proc').flatMap((pid) => {
    const line = /^\d+$/.test(pid) ? read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') : '';
    return line.includes(home) && !line.includes('unshare') ? [{ pid, line }] : [];
  });
  for (const { line } of lines) assert.ok(!line.includes('--no-sandbox') || / send \d/.test(line), line);
  const renderers = lines.filter(({ line }) => line.includes('--type=renderer'));
  assert.ok(renderers.length > 0, 'a renderer');
  for (const { pid } of renderers) {
    assert.match(read(`/proc/${pid}/status`), /^Seccomp:\t2$/m);
    assert.notEqual(readlinkSync(`/proc/${pid}/ns/pid`), readlinkSync('/proc/self/ns/pid'));
  }
}

/** Empty when the process has just ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
