import {describe, expect, it} from 'vitest';
import {isPlain} from '../../../src/templates/shell/quote.ts';
import {blocks, hostile, interpolate, runIn} from './hostile.ts';
import {positions, reparsing} from './positions.ts';

const shells = ['sh', 'bash', 'dash'];

describe('T6: a value in a command is that value and nothing else', () => {
  for (const position of positions) {
    const {script, values} = blocks((value) => interpolate(position.script, value));

    for (const shell of position.bashOnly ? ['bash'] : shells) {
      it(`${position.name}, in ${shell}`, () => {
        const {shown, files} = runIn(shell, script);
        expect(files.filter((file) => file === 'owned')).toEqual([]);
        expect(shown).toEqual(values.flatMap((value) => position.expect(value, shell)));
      });
    }

    it(`${position.name}: refuses ${position.refuses ?? 'none'}`, () => {
      const refused = hostile.filter((value) => !values.includes(value) && !value.includes('\0'));
      if (position.refuses === undefined) expect(refused).toEqual([]);
      else expect(refused.length).toBeGreaterThan(0);
      if (position.refuses === 'odd') {
        const inert = values.filter((value) => !isPlain(value));
        expect(inert.filter((value) => !/^\{+[\w.]+\}+$/.test(value))).toEqual([]);
      }
    });
  }
});

describe('T6: a value that would be parsed again', () => {
  for (const script of reparsing) {
    it(`is refused in ${JSON.stringify(script)}`, () => {
      const accepted = hostile.filter((value) => interpolate(script, value) !== undefined);
      expect(accepted.filter((value) => !isPlain(value) && !/^\{+[\w.]+\}+$/.test(value))).toEqual([]);
    });
  }
});
