import { setTimeout as sleep } from 'node:timers/promises';

import { TaskWorker } from 'framelatch';

async function main(): Promise<void> {
  const worker = TaskWorker.open(process.argv[2] ?? '');
  await worker.requested();
  worker.report(0.1);
  while (worker.ownerIsAlive) await sleep(20);
  console.log('the producer is gone');
  const payload = new TextDecoder().decode(worker.readPayload()).replace(/\0+$/, '');
  console.log(`consumer reads: ${payload}`);
  worker.writePayload(new TextEncoder().encode('written after the crash'));
  worker.done();
  console.log(`consumer: ${worker.status.state}, ${new TextDecoder().decode(worker.readPayload()).slice(0, 23)}`);
  worker.close();
}

void main();
