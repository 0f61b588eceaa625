import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A failure that is the user's to mend: one sentence, no stack. */
export class Refusal extends Error {}

/**
 * Runs a script's main function; a Refusal ends it with its sentence and exit code 1. A script that ends before its end, as
 * when a library calls `process.exit` or never answers, has failed too.
 */
export async function main(body) {
  let isDone = false;
  process.once('exit', (code) => {
    if (!isDone && code === 0) process.exitCode = 1;
  });
  try {
    process.exitCode = (await body()) ?? 0;
    isDone = true;
  } catch (thrown) {
    process.stderr.write(thrown instanceof Refusal ? `${thrown.message}\n` : `${thrown.stack}\n`);
    process.exitCode = 1;
  }
}

/** Where a program is on the PATH, or null. */
export function findProgram(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, name + ending);
      if (folder && existsSync(path)) return path;
    }
  }
  return null;
}

/**
 * Runs a command to its end. Resolves to its exit code (128 when a signal ended it) and its output, which is also shown
 * unless `quiet`. `onLine` gets each line of standard output as it comes.
 */
export function run(command, args, { quiet = false, cwd = root, env = process.env, timeoutMs, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], shell: needsShell(command) });
    let output = '';
    const timer = timeoutMs ? setTimeout(() => child.kill('SIGKILL'), timeoutMs) : undefined;
    if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (!quiet) process.stdout.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 128, output });
    });
  });
}

// Windows starts npm and friends through .cmd files, which only a shell runs.
function needsShell(command) {
  return process.platform === 'win32' && command.endsWith('.cmd');
}

/** Runs a step under a calm one-line heading; its output is shown only when it fails. */
export async function step(title, command, args, options = {}) {
  const started = Date.now();
  process.stdout.write(`${title} … `);
  const { code, output } = await run(command, args, { ...options, quiet: true });
  process.stdout.write(`${code === 0 ? 'done' : 'failed'} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
  if (code !== 0) throw new Refusal(`${output.trim()}\n${title} failed; the output above says why.`);
  return output;
}

/** A package's command in node_modules, as [node, script]. */
export function localTool(name) {
  return join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}

export function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
