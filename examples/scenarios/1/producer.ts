/* The consumer overwrites what the producer wrote; the producer prints it. */
import { SharedObject } from 'framelatch';

import { runConsumer, uniqueName } from '../consumer-process';
import { message } from '../message';

async function main(): Promise<void> {
  const name = uniqueName('1');
  const object = SharedObject.create(name, message, { text: 'from the producer', bytes: [1, 2, 3, 4, 5, 6, 7, 8] });
  try {
    await runConsumer(name);
    const { text, bytes } = object.read();
    console.log(`producer reads: ${text}, ${Array.from(bytes).join(' ')}`);
  } finally {
    object.close();
  }
}

void main();
