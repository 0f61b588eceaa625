/* Both run; the producer asks for task X again and again, and is told each time when it is done. */
import { f64, struct, Task, text } from 'framelatch';

import { startConsumer, uniqueName } from '../consumer-process';

const work = struct({ task: text(16), input: f64, output: f64 });

async function main(): Promise<void> {
  const task = Task.create(uniqueName('6'), work.size);
  const consumer = startConsumer(task.name);
  try {
    for (const input of [2, 9, 144]) {
      work.encodeTo(task.payload, { task: 'X', input, output: 0 });
      task.request();
      const outcome = await task.finished();
      const { task: name, output } = work.decode(task.readPayload());
      console.log(`task ${name} of ${input}: ${outcome.kind}, ${output}`);
    }
  } finally {
    consumer.kill();
    task.close();
  }
}

void main();
