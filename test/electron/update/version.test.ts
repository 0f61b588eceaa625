import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compareVersions, isVersion, newestOf } from '../../../electron/update/version';

test('versions are ordered as semantic versioning 2.0.0 orders them', () => {
  // Its own example (rule 11), and numbers that are no words.
  const ordered = [
    '0.9.9',
    '0.10.0',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.1',
    '1.2.0',
    '10.0.0',
  ];
  for (const [index, version] of ordered.entries()) {
    assert.equal(compareVersions(version, version), 0);
    for (const newer of ordered.slice(index + 1)) {
      assert.ok(compareVersions(version, newer) < 0, `${version} < ${newer}`);
      assert.ok(compareVersions(newer, version) > 0, `${newer} > ${version}`);
    }
  }
  assert.equal(newestOf('0.2.0', '0.10.0', '0.9.0'), '0.10.0');
});

test('what is no version is none', () => {
  for (const text of [
    '',
    '1',
    '1.2',
    '01.2.3',
    '1.2.3.4',
    '1.2.3+5',
    'v1.2.3',
    '1.2.3-',
    '1.2.3\n',
    '9999999999.0.0',
  ]) {
    assert.equal(isVersion(text), false, text);
    assert.throws(() => compareVersions(text, '1.0.0'), RangeError);
  }
  assert.equal(isVersion(`1.2.3-${'a'.repeat(100)}`), false);
});
