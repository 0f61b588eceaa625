/* The producer crashes; the consumer, which had opened the memory by then, goes on and finishes. */
import { Task } from 'framelatch';

import { startIndependentConsumer, uniqueName } from '../consumer-process';

async function main(): Promise<void> {
  const task = Task.create(uniqueName('5'), 64);
  task.writePayload(new TextEncoder().encode('work on, whatever happens'));
  startIndependentConsumer(task.name);
  task.request();
  await task
    .finished({ onProgress: (progress) => progress > 0 && process.kill(process.pid, 'SIGKILL') })
    .catch(() => undefined);
}

void main();
