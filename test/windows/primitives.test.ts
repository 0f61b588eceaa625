import test from 'node:test';

import { primitiveTests } from '../support/primitives';

primitiveTests.forEach(([title, check], at) => {
  test(title, async () => {
    await check(`FramelatchPrimitive${process.pid}-${at}`, { missing: 2, exists: 183, empty: 87 });
  });
});
