// The built command line as a child that ends with its parent, however that ends. Only for `fork`.

import { createRequire } from 'node:module';

process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Waiting for that must not keep a command alive that has done its job.
process.channel.unref();
createRequire(import.meta.url)('../../out/cli/cli.cjs');
