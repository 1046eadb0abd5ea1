import {describe, expect, it} from 'vitest';
import {readPattern} from '../../src/planner/pattern.ts';
import {fc} from '../helpers/property.ts';

function matches(pattern: string, id: string, namespace = 'ns'): boolean {
  const read = readPattern(pattern, namespace);
  if (read.type === 'id') return read.id === id;
  return read.type === 'expression' && read.matches(id);
}

describe('readPattern', () => {
  it('takes a line without special characters for an id', () => {
    expect(readPattern('disk/read', 'ns')).toEqual({type: 'id', id: 'ns::disk/read'});
    expect(readPattern('other::disk/read', 'ns')).toEqual({type: 'id', id: 'other::disk/read'});
    expect(readPattern('^disk/read$', 'ns')).toEqual({type: 'id', id: 'ns::disk/read'});
  });

  it('takes the dots of a namespace for dots', () => {
    expect(readPattern('com.example.lab::disk/read', 'ns')).toEqual({type: 'id', id: 'com.example.lab::disk/read'});
    expect(matches('com.example.lab::disk/read', 'com-example-lab::disk/read')).toBe(false);
    expect(matches('com.example.lab::disk/.*', 'com.example.lab::disk/read')).toBe(true);
    expect(matches('com.example.lab::disk/.*', 'com-example-lab::disk/read')).toBe(false);
    expect(readPattern('com.example.lab::disk/[ab]+', 'ns')).toMatchObject({prefix: 'com.example.lab::disk/'});
  });

  it('takes a dot behind the namespace for any character where nobody has that very id', () => {
    expect(readPattern('com.example::results.log', 'ns')).toMatchObject({literal: 'com.example::results.log'});
    expect(matches('com.example::results.log', 'com.example::results-log')).toBe(true);
  });

  it.each([
    ['disk/.*', 'ns::disk/read', true],
    ['disk/.*', 'other::disk/read', false],
    ['disk/.*', 'ns::my-disk/read', false],
    ['disk/[a-c]', 'ns::disk/b', true],
    ['disk/[a-c]', 'ns::disk/bb', false],
    ['^disk/[ab]$', 'ns::disk/a', true],
    ['.*::disk/.*', 'other::disk/read', true],
    ['a|b', 'ns::a', true],
    ['a|b', 'ns::b', true],
    ['a|b', 'ns::aside', false],
    ['a|b', 'b', false],
    ['ns::a|b.c::d', 'ns::a', true],
    ['ns::a|b.c::d', 'b.c::d', true],
    ['ns.x::', 'ns.x::', true],
    ['price\\$', 'ns::price$', true],
    ['results.log', 'ns::results.log', true],
    ['ab?c', 'ns::ac', true],
    ['x{2}', 'ns::xx', true],
  ])('%s on %s: %s', (pattern, id, expected) => {
    expect(matches(pattern, id)).toBe(expected);
  });

  it.each([
    ['stress_(?!sru).*', 'ns::stress_disk', true],
    ['stress_(?!sru).*', 'ns::stress_sru', false],
    ['stress_(?!sru).*', 'ns::stress_sru_2', false],
    ['stress_(?!sru|all).*', 'ns::stress_all', false],
    ['stress_(?!sru|all).*', 'ns::stress_disk', true],
    ['stress_(?!s.u).*', 'ns::stress_sou', false],
    ['stress_(?!s.u).*', 'ns::stress_disk', true],
    ['stress_(?=sru|all).*', 'ns::stress_all', true],
    ['console-(?!list\\b).*$', 'ns::console-list', false],
    ['console-(?!list\\b).*$', 'ns::console-listing', true],
    ['stress_(?=sru).*', 'ns::stress_sru', true],
    ['stress_(?=sru).*', 'ns::stress_disk', false],
  ])('looks ahead after literal text: %s on %s: %s', (pattern, id, expected) => {
    expect(matches(pattern, id)).toBe(expected);
  });

  it.each([
    '(a',
    'a(?<=b)c(?!d)',
    '[z-a]',
    '.*(?!x)y',
    'a(?!b)c|d',
    '(a)\\1',
    '(a{1000}){1000}',
    '',
    '  ',
    `${'x'.repeat(3000)}.*`,
  ])('refuses %j', (pattern) => {
    const read = readPattern(pattern, 'ns');
    expect(read.type).toBe('broken');
    expect(read.type === 'broken' && read.message).not.toContain('\n');
  });

  it.each([
    ['.*wireless_x?', 'wireless_'],
    ['(abc)?d', 'd'],
    ['a(b(c)d)efg[hij]k', 'efg'],
    ['[]a]bc', 'bc'],
    ['ab{3}cd+', 'cd'],
    ['a\\.b\\d', 'a.b'],
    ['abc|x', ''],
    ['(?i)abc', ''],
    ['x_(?!abcdef).*', 'x_'],
  ])('finds in %s what every match holds: %s', (pattern, needle) => {
    const read = readPattern(pattern, 'ns');
    expect(read.type === 'expression' && read.needle).toBe(needle);
  });

  it('never matches an id without that text', () => {
    const part = fc.constantFrom(
      'a',
      'b',
      'é',
      '😀',
      '.',
      '.*',
      '[ab]',
      '[^b]',
      '(ab)',
      '(a|b)',
      '(?:b)',
      '?',
      '*',
      '+',
      '{2}',
      '{0,1}',
      '\\.',
      '\\w',
      '\\d',
      '^',
      '$',
      ']',
    );
    const id = fc.array(fc.constantFrom('a', 'b', 'é', '😀', '.', '1', ']'), {maxLength: 8});
    fc.assert(
      fc.property(fc.array(part, {maxLength: 6}), id, (parts, letters) => {
        const read = readPattern(parts.join(''), 'ns');
        fc.pre(read.type === 'expression');
        const text = `ns::${letters.join('')}`;
        expect(read.type === 'expression' && read.matches(text) && !text.includes(read.needle)).toBe(false);
      }),
      {numRuns: 5000},
    );
  });

  it.each([
    ['(a', 'missing closing ): `(a`'],
    ['[', 'missing closing ]: `[`'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['(?=.*a)(?=.*c)b', 'lookahead is known only right after literal text, and lookbehind not at all'],
    ['(a)\\1', 'there are no backreferences'],
  ])('says of %s what is wrong: %s', (pattern, message) => {
    expect(readPattern(pattern, 'ns')).toEqual({type: 'broken', message});
  });

  it('is linear in a pattern that makes other engines hang', () => {
    expect(matches('(a+)+b', `ns::${'a'.repeat(20_000)}`)).toBe(false);
  });

  it('gives every match its prefix', () => {
    const part = fc.constantFrom('a', 'b', '.', '.*', 'a?', 'b*', '[ab]', 'a{2}', '\\.', '(a|b)', 'a|b', '\\w', '/');
    const id = fc
      .array(fc.constantFrom('a', 'b', '.', '/'), {maxLength: 8})
      .map((letters) => `ns::${letters.join('')}`);
    fc.assert(
      fc.property(fc.array(part, {minLength: 1, maxLength: 5}), fc.array(id, {maxLength: 20}), (parts, candidates) => {
        const read = readPattern(parts.join(''), 'ns');
        if (read.type !== 'expression') return;
        for (const candidate of candidates) {
          if (!read.matches(candidate)) continue;
          expect(candidate.startsWith(read.prefix)).toBe(true);
        }
        if (read.open)
          for (const candidate of candidates) {
            expect(read.matches(candidate)).toBe(candidate.startsWith(read.prefix));
          }
      }),
    );
  });

  it('agrees with JavaScript where both can say', () => {
    const part = fc.constantFrom('a', 'b', '.', '.*', 'a?', 'b*', '[ab]', 'a{2}', '(a|b)', '/');
    const id = fc.array(fc.constantFrom('a', 'b', '/'), {maxLength: 8}).map((letters) => letters.join(''));
    fc.assert(
      fc.property(fc.array(part, {minLength: 1, maxLength: 5}), id, (parts, partial) => {
        const pattern = parts.join('');
        expect(matches(pattern, `ns::${partial}`)).toBe(new RegExp(`^(?:${pattern})$`).test(partial));
      }),
    );
  });
});
