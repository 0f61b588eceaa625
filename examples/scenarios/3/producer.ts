/* The consumer runs beside the producer and writes how far it is; the producer prints that and waits for the end. */
import { Task } from 'framelatch';

import { startConsumer, uniqueName } from '../consumer-process';

async function main(): Promise<void> {
  const task = Task.create(uniqueName('3'), 64);
  try {
    startConsumer(task.name);
    task.request();
    const outcome = await task.finished({ onProgress: (progress) => console.log(`${Math.round(progress * 100)} %`) });
    console.log(`consumer: ${outcome.kind}`);
  } finally {
    task.close();
  }
}

void main();
