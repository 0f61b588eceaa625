#!/usr/bin/env node
/*
 * Signs Windows files, where the environment says with what:
 *
 *   FRAMELATCH_SIGN_COMMAND      a command line that signs the file whose path is put behind it, in quotes: signtool, a service's tool
 *   FRAMELATCH_SIGN_CERTIFICATE  or a certificate (PEM, with its chain), for osslsigncode, with
 *   FRAMELATCH_SIGN_KEY          its key (PEM), and where that is locked
 *   FRAMELATCH_SIGN_PASSWORD     a file with its password; and
 *   FRAMELATCH_SIGN_TIMESTAMP    the address of a time stamp service (RFC 3161), so that the signature outlives the certificate
 *
 * A file that cannot be signed is a failure. As a program it signs the files that are its arguments: makensis calls it for the
 * uninstaller.
 */

import { spawnSync } from 'node:child_process';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { findProgram, main, Refusal, root, run } from '../lib/run.mjs';

const names = ['COMMAND', 'CERTIFICATE', 'KEY', 'PASSWORD', 'TIMESTAMP'];
const signed = /\.(exe|node)$/i;

function settings(env = process.env) {
  return Object.fromEntries(names.map((name) => [name, env[`FRAMELATCH_SIGN_${name}`] || null]));
}

/** Whether there is something to sign with; half of it is a mistake. */
export function isSigning(env = process.env) {
  const { COMMAND, CERTIFICATE, KEY } = settings(env);
  if (COMMAND && CERTIFICATE)
    throw new Refusal('FRAMELATCH_SIGN_COMMAND and FRAMELATCH_SIGN_CERTIFICATE: give one of them.');
  if (Boolean(CERTIFICATE) !== Boolean(KEY)) {
    throw new Refusal('FRAMELATCH_SIGN_CERTIFICATE and FRAMELATCH_SIGN_KEY: the one is of no use without the other.');
  }
  if (CERTIFICATE && !findProgram('osslsigncode')) throw new Refusal('Signing needs `apt-get install osslsigncode`.');
  return Boolean(COMMAND ?? CERTIFICATE);
}

/** For makensis, which puts the file behind it. */
export function signCommand() {
  return `"${process.execPath}" "${join(root, 'scripts', 'dist', 'signing.mjs')}"`;
}

/** Signs files in place. @throws Refusal naming the one that could not be */
export async function sign(files) {
  if (!isSigning()) return;
  const { COMMAND } = settings();
  for (const file of files) await (COMMAND ? signByCommand(COMMAND, file) : signByCertificate(file));
}

/** Signs what of an app is ours to answer for: its programs and its addon. Electron's libraries stay as they came. */
export async function signApp({ folder }) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && signed.test(entry.name));
  await sign(files.map((entry) => join(entry.parentPath, entry.name)));
}

function signByCommand(command, file) {
  const { status, stdout, stderr, error } = spawnSync(`${command} "${file}"`, { shell: true, encoding: 'utf8' });
  if (status !== 0) throw new Refusal(`${file} was not signed:\n${error?.message ?? `${stdout}${stderr}`.trim()}`);
}

async function signByCertificate(file) {
  const { CERTIFICATE, KEY, PASSWORD, TIMESTAMP } = settings();
  const target = `${file}.signed`;
  rmSync(target, { force: true });
  const args = ['sign', '-h', 'sha256', '-certs', CERTIFICATE, '-key', KEY, '-n', 'Framelatch'];
  if (PASSWORD) args.push('-readpass', PASSWORD);
  if (TIMESTAMP) args.push('-ts', TIMESTAMP);
  const { code, output } = await run('osslsigncode', [...args, '-in', file, '-out', target], { quiet: true });
  if (code !== 0) {
    rmSync(target, { force: true });
    throw new Refusal(`${file} was not signed:\n${output.trim()}`);
  }
  renameSync(target, file);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await sign(process.argv.slice(2));
    return 0;
  });
}
