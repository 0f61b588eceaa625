import test from 'node:test';

import { primitiveTests } from '../support/primitives';

// Wine gives out process numbers again, and a lock's file stays.
const run = `${process.pid}-${Date.now()}`;

primitiveTests.forEach(([title, check], at) => {
  test(title, async () => {
    await check(`FramelatchPrimitive${run}-${at}`, { missing: 2, exists: 183, empty: 87 });
  });
});
