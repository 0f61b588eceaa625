import { TaskWorker } from 'framelatch';

async function main(): Promise<void> {
  const worker = TaskWorker.open(process.argv[2] ?? '');
  await worker.requested();
  worker.report(0.4);
  // Either without a word, as a program crashes, or with the reason that it knows.
  if (process.argv[3] === 'crash') process.kill(process.pid, 'SIGKILL');
  worker.fail('the disk is full');
  worker.close();
}

void main();
