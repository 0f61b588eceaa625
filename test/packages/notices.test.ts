import assert from 'node:assert/strict';
import { test } from 'node:test';

import { finish } from '../support/processes';
import { packageFile } from './support';

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly unknown[];
}

/** One file of the archive, whatever its folder is called. */
async function fromTarball(name: string): Promise<string> {
  const { code, stdout } = await finish('tar', ['-xzOf', packageFile('.tar.gz'), '--wildcards', `*/${name}`]);
  assert.equal(code, 0, name);
  return stdout;
}

test('a package says what is in it: a CycloneDX bill, and the licence of each part', async () => {
  const bill = JSON.parse(await fromTarball('sbom.cdx.json'));
  assert.equal(bill.bomFormat, 'CycloneDX');
  assert.equal(bill.metadata.component.name, 'framelatch');
  const components: readonly Component[] = bill.components;
  const names = components.map(({ name }) => name);
  for (const name of ['electron', 'react', 'ws', 'commander', 'fast-png', 'node-addon-api']) {
    assert.equal(names.filter((one) => one === name).length, 1, name);
  }
  assert.ok(!names.includes('electron-builder') && !names.includes('typescript'), 'tools are not shipped');
  const licences = await fromTarball('LICENSES.third-party.txt');
  for (const { name, version, licenses } of components.filter((one) => one.name !== 'electron')) {
    assert.ok(licenses.length > 0, name);
    assert.ok(licences.includes(`${name} ${version} (`), name);
  }
  assert.match(await fromTarball('LICENSES.chromium.html'), /Chromium/);
  assert.match(await fromTarball('LICENSE.txt'), /MIT/);
});
