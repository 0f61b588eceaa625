#!/usr/bin/env node
// Makes the pair of keys for updates: `node scripts/update-key.mjs FOLDER`.

import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { main, Refusal } from './lib/run.mjs';

const usage = `node scripts/update-key.mjs FOLDER

Makes a pair of Ed25519 keys in FOLDER: update-key.pem, private, for FRAMELATCH_UPDATE_KEY, and update-key.pub.pem, which goes
into packages by FRAMELATCH_UPDATE_PUBLIC_KEY. Keep the private one off every machine that serves files, and a copy of it: who
has it can publish updates, and without it nobody can. Files that are there already stay.`;

await main(() => {
  const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length) throw new Refusal(usage);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  mkdirSync(folder, { recursive: true });
  const write = (name, key, type, mode) => {
    const path = join(folder, name);
    try {
      writeFileSync(path, key.export({ type, format: 'pem' }), { flag: 'wx', mode });
    } catch (thrown) {
      throw new Refusal(`${path} was not written: ${thrown.message}.`);
    }
    process.stdout.write(`${path}\n`);
  };
  write('update-key.pem', privateKey, 'pkcs8', 0o600);
  write('update-key.pub.pem', publicKey, 'spki', 0o644);
  return 0;
});
