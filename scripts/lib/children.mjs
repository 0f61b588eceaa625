import { fork, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { Refusal, root } from './run.mjs';

const demoTimeoutMs = 30_000;
const diedAtOnceMs = 10_000;
const patienceMs = 8000;
const parentLookMs = 500;
const running = new Set();

/**
 * Ctrl+C, polite kills and the end of whoever started this (npm may be killed alone) end the children first; then this process ends by itself. Returns whether that happened.
 * A terminal's Ctrl+C reaches everybody at once, so that one signal more is no impatience.
 */
export function passSignalsOn() {
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    for (const child of running) child.kill('SIGTERM');
    setTimeout(() => running.forEach((child) => child.kill('SIGKILL')), patienceMs).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, parentLookMs).unref();
  return () => ended;
}

function watched(child) {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Resolves to the exit code; 128 when a signal ended it. */
function endOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => resolve(code ?? 128));
  });
}

function startCli(words, stdio) {
  return watched(fork(join(root, 'scripts', 'lib', 'attached.mjs'), words, { stdio: [...stdio, 'ipc'] }));
}

/** Starts the demo producer as a process of its own. Resolves to its mapping's name and what ends it. */
export async function startDemo() {
  const words = ['send', '--size', '1280x720', '--fps', '60', '--pattern', 'clock'];
  const child = startCli(words, ['ignore', 'pipe', 'pipe']);
  const ended = endOf(child);
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const lines = createInterface({ input: child.stdout });
  const name = await new Promise((resolve, reject) => {
    const fail = () => reject(new Refusal(`The demo producer did not start.\n${errors.trim()}`));
    const timer = setTimeout(fail, demoTimeoutMs);
    lines.once('line', (line) => resolve(line.split(' ')[0]));
    void ended.then(fail, fail).then(() => clearTimeout(timer));
    lines.once('line', () => clearTimeout(timer));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { name, pid: child.pid, stop };
}

/** Serves the viewer until it is told to end. Resolves to the exit code. */
export function runServer(words) {
  return endOf(startCli(['serve', ...words], ['ignore', 'inherit', 'inherit']));
}

/** Runs the app to its end. `failure` is what it said last when it ended at once with an error, else null. */
export async function runElectron(path, words) {
  const started = Date.now();
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  // Over the channel the app sees how this process ends, also when it is killed (electron/starter.ts).
  const child = watched(spawn(path, [root, ...words], { env, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] }));
  let last = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.trim()) last = line.trim();
    if (!isChatter(line)) process.stderr.write(`${line}\n`);
  });
  const code = await endOf(child);
  const diedAtOnce = code !== 0 && Date.now() - started < diedAtOnceMs;
  const reason = last.replace(/^\[[^\]]*\] /, '') || `code ${code}`;
  return { code, failure: diedAtOnce ? reason : null };
}

/** Chatter of Chromium and its libraries about buses, drivers and themes: `[1234:0101/120000.000000:ERROR:bus.cc(398)] …`. */
function isChatter(line) {
  return [
    /^\[\d+:[\d/.:]+:(INFO|WARNING|ERROR|VERBOSE\d):[^\]]+\]/,
    /^libva /,
    /^\([^)]*:\d+\): [\w-]+-(WARNING|CRITICAL|Message) \*\*/,
  ].some((pattern) => pattern.test(line));
}
