#!/usr/bin/env node
/*
 * Runs the Windows program that FRAMELATCH_WINE_PROGRAM names under Wine as if it were a Linux one, for Playwright: a
 * Windows program cannot write to a Unix pipe, so it writes to a file and this process passes on what comes. The program's
 * standard input stays open as long as this process lives.
 */

import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startWindows, wineEnvironment } from './lib/wine.mjs';

const pollMs = 20;
const folder = mkdtempSync(join(tmpdir(), 'framelatch-wine-'));
const outputFile = join(folder, 'output');
const env = wineEnvironment({ display: process.env.DISPLAY });
const child = startWindows(process.env.FRAMELATCH_WINE_PROGRAM, process.argv.slice(2), outputFile, {
  env,
  stdin: 'pipe',
});
const output = openSync(outputFile, 'r');
const chunk = Buffer.alloc(64 * 1024);

function passOn() {
  for (let bytes = readSync(output, chunk); bytes > 0; bytes = readSync(output, chunk)) writeSync(2, chunk, 0, bytes);
}

const timer = setInterval(passOn, pollMs);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill('SIGKILL'));
child.on('exit', (code) => {
  clearInterval(timer);
  passOn();
  closeSync(output);
  rmSync(folder, { recursive: true });
  process.exitCode = code ?? 1;
});
