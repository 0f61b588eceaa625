import { f64, struct, TaskWorker, text } from 'framelatch';

const work = struct({ task: text(16), input: f64, output: f64 });

async function main(): Promise<void> {
  const worker = TaskWorker.open(process.argv[2] ?? '');
  // As long as somebody may ask.
  while (worker.ownerIsAlive) {
    if (!(await worker.requested({ timeoutMs: 100 }))) continue;
    const given = work.decode(worker.readPayload());
    work.encodeTo(worker.payload, { ...given, output: Math.sqrt(given.input) });
    worker.done();
  }
  worker.close();
}

void main();
