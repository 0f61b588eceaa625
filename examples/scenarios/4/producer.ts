/* The consumer crashes; the producer learns that it failed, and why. */
import { Task } from 'framelatch';

import { startConsumer, uniqueName } from '../consumer-process';

async function main(): Promise<void> {
  for (const how of ['crash', 'fail']) {
    const task = Task.create(uniqueName(`4${how}`), 64);
    try {
      startConsumer(task.name, how);
      task.request();
      const outcome = await task.finished();
      console.log(`${outcome.kind}: ${outcome.kind === 'done' ? '' : outcome.reason}`);
    } finally {
      task.close();
    }
  }
}

void main();
