import {describe, expect, it} from 'vitest';
import {describeInhibitor} from '../../src/session/describe.ts';

describe('describeInhibitor', () => {
  it.each([
    [
      "disk.name == 'a'",
      "none of the 2 records of disk satisfies disk.name == 'a'",
      'none of the 2 records of disk does',
    ],
    [
      "disk.name == 'abc'",
      "none of the 2 records of disk satisfies disk.name == 'a…",
      'none of the 2 records of disk does',
    ],
    ["disk.name == 'a'", "disk.name is 'b'", "disk.name is 'b'"],
    ["disk.name == 'a'", 'none of them satisfies anything else', 'none of them satisfies anything else'],
  ])('does not say %s twice: %s', (expression, reason, said) => {
    expect(describeInhibitor({type: 'requirement-unmet', expression, reason})).toBe(
      `this machine does not meet: ${expression} (${said})`,
    );
  });

  it('says no more than is known', () => {
    expect(describeInhibitor({type: 'requirement-unmet', expression: 'a.b == 1'})).toBe(
      'this machine does not meet: a.b == 1',
    );
  });
});
