import assert from 'node:assert/strict';
import { test } from 'node:test';

import { settingsPath } from '../../server/settings';

test(
  'settings of the browser shell lie in the user’s configuration',
  { skip: process.platform !== 'linux' && 'of Linux' },
  () => {
    assert.equal(settingsPath({ XDG_CONFIG_HOME: '/config' }), '/config/framelatch/browser-settings.json');
  },
);
