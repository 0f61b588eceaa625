#!/usr/bin/env node
/*
 * Makes docs/framelatch.gif, the README's picture: the packaged app under Xvfb, driven through what a user sees in a minute.
 * `node scripts/pictures.mjs`; it needs Xvfb, ffmpeg and unshare. Frames are taken one by one and shown for as long as they
 * are told to be, so a slow machine makes the same picture.
 */

import { spawn } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { findProgram, main, Refusal, root, run, succeeds } from './lib/run.mjs';

const target = join(root, 'docs', 'framelatch.gif');
const mostBytes = 3_000_000;
const size = { width: 1180, height: 700 };
const app = join(root, 'dist', 'linux-unpacked', 'framelatch');
const cli = join(root, 'cli', 'bin.mjs');
// Chromium's sandbox does not work as root, and a picture without it would say so.
const nobody = 65534;
const asUser = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/** Ends with the story, however that ends. */
const children = new Set();

function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], ...options });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

async function startDisplay() {
  const { width, height } = size;
  const args = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-ac'];
  const server = start('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  return new Promise((resolve) => {
    server.stdio[3].once('data', (chunk) => resolve(`:${chunk.toString().trim()}`));
  });
}

/** A producer that is there when this resolves. */
async function produce(...words) {
  // For `--stdin`: black frames without end.
  const input = openSync('/dev/zero', 'r');
  const child = start(process.execPath, [cli, 'send', ...words], { ...asUser, stdio: [input, 'pipe', 'inherit'] });
  closeSync(input);
  await new Promise((resolve) => {
    child.stdout.once('data', resolve);
  });
  return child;
}

async function kill(child) {
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGKILL');
  await ended;
}

async function openApp(folder) {
  const { _electron } = await import('playwright-core');
  const wrapper = join(folder, 'app.sh');
  const user = asUser.uid ? `setpriv --reuid ${nobody} --regid ${nobody} --clear-groups ` : '';
  writeFileSync(wrapper, `#!/bin/sh\nexec ${user}'${app}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const electron = await _electron.launch({
    executablePath: wrapper,
    chromiumSandbox: true,
    args: [`--user-data-dir=${join(folder, 'data')}`],
    env: { ...env, DISPLAY: await startDisplay(), HOME: folder, XDG_RUNTIME_DIR: folder },
  });
  return { electron, page: await electron.firstWindow() };
}

/** Pictures of the page, each with the time that it is shown. */
class Film {
  #page;
  #folder;
  #frames = [];

  constructor(page, folder) {
    this.#page = page;
    this.#folder = folder;
  }

  async take(seconds) {
    const path = join(this.#folder, `${String(this.#frames.length).padStart(3, '0')}.png`);
    await this.#page.screenshot({ path });
    this.#frames.push({ path, seconds });
  }

  /** What moves. */
  async roll(count) {
    for (let taken = 0; taken < count; taken += 1) {
      await this.take(0.12);
      await sleep(60);
    }
  }

  async write(file) {
    const list = join(this.#folder, 'frames.txt');
    const lines = this.#frames.map(({ path, seconds }) => `file '${path}'\nduration ${seconds}`);
    writeFileSync(list, `${lines.join('\n')}\nfile '${this.#frames.at(-1).path}'\n`);
    const filter =
      'split[a][b];[a]palettegen=max_colors=128:stats_mode=diff[p];[b][p]paletteuse=dither=none:diff_mode=rectangle';
    const args = [
      '-y',
      '-loglevel',
      'error',
      '-f',
      'concat',
      '-safe',
      '0',
      '-i',
      list,
      '-vf',
      filter,
      '-fps_mode',
      'vfr',
      file,
    ];
    const { code, output } = await run('ffmpeg', args, { quiet: true });
    if (code !== 0) throw new Error(output);
  }
}

/** Nothing there; a producer; its picture; its death; its return; a black picture that is called one. */
async function tell(page, film) {
  const shows = (text) => page.getByText(text).first().waitFor();
  await page.getByTestId('no-source').waitFor();
  await film.take(1.6);
  const game = await produce('48213', '--size', '1280x720', '--pattern', 'clock');
  const black = await produce('991', '--size', '640x480', '--dialect', 'GameCapture', '--stdin', '--fps', '5');
  await page.getByRole('option').nth(1).waitFor();
  await film.take(1);
  await page.getByRole('option', { name: /48213/ }).click();
  await page.waitForSelector('canvas[data-size="1280x720"]');
  await sleep(1500);
  await film.roll(14);
  await kill(game);
  await page.locator('[data-testid=banner].producer-gone').waitFor();
  await film.take(2.4);
  const again = await produce('48213', '--size', '1280x720', '--pattern', 'clock');
  await page.locator('[data-testid=banner].live').waitFor();
  await sleep(500);
  await film.roll(10);
  await page.getByRole('option', { name: /991/ }).click();
  await page.waitForSelector('canvas[data-size="640x480"]');
  await shows(/black/i);
  await film.take(2.4);
  await Promise.all([kill(again), kill(black)]);
}

async function record() {
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-film-'));
  chmodSync(folder, 0o777);
  try {
    const { electron, page } = await openApp(folder);
    const film = new Film(page, folder);
    await tell(page, film);
    await film.write(target);
    await electron.close();
  } finally {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
  const { size: bytes } = statSync(target);
  process.stdout.write(`docs/framelatch.gif: ${(bytes / 1e6).toFixed(2)} MB\n`);
  if (bytes > mostBytes) throw new Refusal(`It is larger than ${mostBytes / 1e6} MB.`);
}

await main(async () => {
  for (const program of ['Xvfb', 'ffmpeg', 'unshare']) {
    if (!findProgram(program)) throw new Refusal(`${program} is missing.`);
  }
  // A shared memory folder of its own, so that nobody else's sources are in the picture.
  if (process.env.FRAMELATCH_FILM === undefined) {
    const packed = await run(process.execPath, ['scripts/dist.mjs', '--dir', '--linux', '--test-build'], {
      quiet: true,
    });
    if (packed.code !== 0) throw new Refusal(packed.output);
    const words = ['-m', 'sh', '-c', 'mount -t tmpfs -o mode=1777 tmpfs /dev/shm && exec "$@"', 'sh'];
    if (!succeeds('unshare', [...words, 'true']))
      throw new Refusal('A mount namespace is refused here: run it as root.');
    const env = { ...process.env, FRAMELATCH_FILM: '1' };
    const { code } = await run('unshare', [...words, process.execPath, join(root, 'scripts', 'pictures.mjs')], { env });
    return code;
  }
  await record();
  return 0;
});
