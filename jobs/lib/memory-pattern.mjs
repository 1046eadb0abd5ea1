// Writes four patterns over a block of memory and compares each word. An address pattern finds lines that are stuck
// together, the others find stuck bits. At most 256 MiB and at most an eighth of what is free.
import {freemem} from 'node:os';

const mebibyte = 2 ** 20;
const size = Math.min(256 * mebibyte, Math.floor(freemem() / 8 / mebibyte) * mebibyte);
if (size < mebibyte) {
  console.error('FAIL: there is too little free memory to test any');
  process.exit(1);
}
const words = new Uint32Array(size / 4);
const constant = (value) => ({name: `0x${value.toString(16).padStart(8, '0')}`, value: () => value});
const patterns = [
  constant(0),
  constant(0xffffffff),
  constant(0xaaaaaaaa),
  {name: 'address', value: (index) => (index * 2654435761) >>> 0},
];

for (const {name, value} of patterns) {
  for (let index = 0; index < words.length; index++) words[index] = value(index);
  for (let index = 0; index < words.length; index++) {
    if (words[index] !== value(index)) {
      console.error(
        `FAIL: pattern ${name}: word ${index} holds 0x${words[index].toString(16)}, written was 0x${value(index).toString(16)}`,
      );
      process.exit(1);
    }
  }
  console.log(`pattern ${name}: ${size / mebibyte} MiB written and read back`);
}
