// A producer in Node: a moving gradient, 60 times a second.
//
//     node producer.mjs [ID] [FRAMES]
//
// Watch it with `framelatch watch ID`, or in the window.
import { createProducer } from 'framelatch';

const [width, height] = [640, 360];
const [id = process.pid, frames = Infinity] = process.argv.slice(2).map(Number);
const producer = createProducer({ id, width, height });
const pixels = Buffer.alloc(producer.pitch * height);
let sent = 0;
let dropped = 0;

function draw(number) {
  for (let at = 0; at < pixels.length; at += 4) {
    const x = (at / 4) % width;
    pixels.writeUInt32LE(
      (0xff000000 | ((number & 255) << 16) | (((2 * number) & 255) << 8) | ((x + number) & 255)) >>> 0,
      at,
    );
  }
}

// What is removed in order leaves nothing for `framelatch clean`.
function end() {
  clearInterval(timer);
  producer.close();
  console.log(`${sent} frames, ${dropped} dropped`);
}

console.log(producer.name);
const timer = setInterval(() => {
  sent += 1;
  draw(sent);
  if (!producer.publish(pixels)) dropped += 1;
  if (sent >= frames) end();
}, 1000 / 60);
process.once('SIGINT', end).once('SIGTERM', end);
