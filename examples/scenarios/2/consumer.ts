import { SharedObject } from 'framelatch';

import { message } from '../message';

const name = process.argv[2] ?? '';
const question = SharedObject.open(name, message);
const answer = SharedObject.open(`${name}-answer`, message, 'write');
const { text, bytes } = question.read();
answer.write({ text: `an answer to ${text}`, bytes: Array.from(bytes).reverse() });
question.close();
answer.close();
