import { SharedObject } from 'framelatch';

import { message } from '../message';

const object = SharedObject.open(process.argv[2] ?? '', message, 'write');
const { text, bytes } = object.read();
console.log(`consumer reads: ${text}, ${Array.from(bytes).join(' ')}`);
object.write({ text: 'from the consumer', bytes: Array.from(bytes, (byte) => byte * 2) });
object.close();
