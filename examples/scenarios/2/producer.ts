/* The consumer answers in new memory. The producer provides that too: what a consumer made itself would go with it. */
import { SharedObject } from 'framelatch';

import { runConsumer, uniqueName } from '../consumer-process';
import { message } from '../message';

async function main(): Promise<void> {
  const name = uniqueName('2');
  const question = SharedObject.create(name, message, { text: 'a question', bytes: [1, 1, 2, 3, 5, 8, 13, 21] });
  const answer = SharedObject.create(`${name}-answer`, message, { text: '', bytes: [0, 0, 0, 0, 0, 0, 0, 0] });
  try {
    await runConsumer(name);
    console.log(`producer reads: ${answer.read().text}, ${Array.from(answer.read().bytes).join(' ')}`);
    console.log(`the question is still: ${question.read().text}`);
  } finally {
    question.close();
    answer.close();
  }
}

void main();
