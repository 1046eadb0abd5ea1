import {describe, expect, it} from 'vitest';
import {harmless, harmlessLine} from '../../../src/runners/process/harmless.ts';
import {createTail} from '../../../src/runners/process/tail.ts';
import {fc} from '../../helpers/property.ts';

describe('text from a job', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007after', 'after'],
    ['\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u001bP+q544e\u001b\\x', 'x'],
    ['bell\u0007 and \u009b2J', 'bell\u00b7 and \u00b72J'],
    ['right\u202eto left', 'right\u00b7to left'],
    ['tab\tand\nnewline stay', 'tab\tand\nnewline stay'],
  ])('%j is shown as %j', (text, shown) => expect(harmless(text)).toBe(shown));

  it('never moves a terminal, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary', maxLength: 200}), (text) => {
        expect(harmless(`\u001b${text}\u001b[`)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });

  it('is what a terminal would leave of a progress bar', () => {
    expect(harmlessLine('10 %\r50 %\r100 %\r')).toBe('100 %');
  });
});

describe('a tail', () => {
  it('keeps the last lines of however much', () => {
    const tail = createTail();
    expect(tail.lines()).toEqual([]);
    for (let index = 0; index < 5000; index++) tail.add(Buffer.from(`line ${index}\n`));
    expect(tail.lines()).toHaveLength(100);
    expect(tail.lines().at(-1)).toBe('line 4999');
    tail.add(Buffer.alloc(1_000_000, 'x'));
    expect(tail.lines().join('').length).toBeLessThanOrEqual(16 * 1024);
  });
});
