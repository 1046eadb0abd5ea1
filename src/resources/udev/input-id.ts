import {hasBit} from './input-categories.ts';

/** Codes of include/uapi/linux/input-event-codes.h. */
const relative = {x: 0, y: 1} as const;
const absolute = {x: 0, y: 1, z: 2} as const;
const key = {firstLetter: 2, lastLetter: 31, mouse: 0x110, pen: 0x140, finger: 0x145, touch: 0x14a} as const;
const feature = {direct: 1, accelerometer: 6} as const;

/**
 * The kinds of an input device, by what it can report, as udev's `input_id` calls them. Masks are in words of the
 * kernel's size; codes used here lie so that a wrong size only loses keys above 31 on a 32-bit kernel.
 */
export function inputProperties(properties: ReadonlyMap<string, string>): readonly string[] {
  const bit = (name: string, code: number): boolean => hasBit(properties.get(name) ?? '', code, 64);
  const hasPointer = bit('ABS', absolute.x) && bit('ABS', absolute.y);
  if (bit('PROP', feature.accelerometer) || (hasPointer && bit('ABS', absolute.z) && !properties.has('KEY'))) {
    return ['ID_INPUT_ACCELEROMETER'];
  }
  const kinds: string[] = [];
  const letters = Array.from({length: key.lastLetter - key.firstLetter + 1}, (_, index) => key.firstLetter + index);
  if (letters.every((code) => bit('KEY', code))) kinds.push('ID_INPUT_KEYBOARD');
  if (bit('REL', relative.x) && bit('REL', relative.y) && bit('KEY', key.mouse)) kinds.push('ID_INPUT_MOUSE');
  if (hasPointer && !bit('KEY', key.pen)) {
    if (bit('PROP', feature.direct) && bit('KEY', key.touch)) kinds.push('ID_INPUT_TOUCHSCREEN');
    else if (bit('KEY', key.finger)) kinds.push('ID_INPUT_TOUCHPAD');
    else if (bit('KEY', key.mouse)) kinds.push('ID_INPUT_MOUSE');
  }
  return kinds;
}
