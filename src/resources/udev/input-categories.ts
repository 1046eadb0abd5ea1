import {has, type Named, property} from './node.ts';
import type {CategoryRule} from './rule.ts';

/** Key codes of include/uapi/linux/input-event-codes.h. */
const keys = {playPause: 164, play: 207, camera: 212, wlan: 238, mouseButton: 0x110} as const;

/** Whether a bit is set in a mask as `KEY=` has it: words in hexadecimal, the highest first. */
export function hasBit(mask: string, bit: number, wordBits: 32 | 64): boolean {
  const words = mask.trim().split(/\s+/).reverse();
  const word = words[Math.floor(bit / wordBits)];
  if (word === undefined || !/^[0-9a-f]+$/i.test(word)) return false;
  return ((BigInt(`0x${word}`) >> BigInt(bit % wordBits)) & 1n) === 1n;
}

function hasKey(node: Named, key: keyof typeof keys): boolean {
  const mask = property(node, 'KEY')?.replace(/^=+|=+$/g, '');
  return mask !== undefined && hasBit(mask, keys[key], node.options.wordBits);
}

/** A switch for keyboard, video and mouse has keys that no keyboard of a laptop's media keys lacks. */
function isSwitch(node: Named): boolean {
  const hasMediaKeys = hasKey(node, 'playPause') || hasKey(node, 'play') || hasKey(node, 'wlan');
  return hasKey(node, 'camera') && !hasMediaKeys && hasKey(node, 'mouseButton');
}

export const inputRules: readonly CategoryRule[] = [
  {category: 'KEYBOARD', when: (node) => has(node, 'ID_INPUT_KEYBOARD')},
  {category: 'TOUCHPAD', when: (node) => has(node, 'ID_INPUT_TOUCHPAD')},
  {category: 'TOUCHSCREEN', when: (node) => has(node, 'ID_INPUT_TOUCHSCREEN')},
  {category: 'ACCELEROMETER', when: (node) => has(node, 'ID_INPUT_ACCELEROMETER')},
  // Power buttons claim every key.
  {category: 'OTHER', when: (node) => hasKey(node, 'camera') && node.ids.vendorId === 0},
  {category: 'KVM', when: isSwitch},
  {category: 'MOUSE', when: (node) => has(node, 'ID_INPUT_MOUSE')},
];
