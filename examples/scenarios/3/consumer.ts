import { setTimeout as sleep } from 'node:timers/promises';

import { TaskWorker } from 'framelatch';

const steps = 10;
// The document takes a second for each tenth; its user may be in a hurry.
const stepMs = Number(process.env['STEP_MS'] ?? 1000);

async function main(): Promise<void> {
  const worker = TaskWorker.open(process.argv[2] ?? '');
  await worker.requested();
  for (let step = 1; step <= steps; step += 1) {
    await sleep(stepMs);
    worker.report(step / steps);
  }
  worker.done();
  worker.close();
}

void main();
