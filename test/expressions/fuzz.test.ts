import {describe, expect, it} from 'vitest';
import {checkProgram} from '../../src/expressions/check.ts';
import {compileProgram} from '../../src/expressions/compile.ts';
import {evaluateProgram} from '../../src/expressions/evaluate.ts';
import {explainProgram} from '../../src/expressions/explain.ts';
import {compileGlob, matchesGlob} from '../../src/expressions/glob.ts';
import {parseProgram} from '../../src/expressions/parse.ts';
import {compareText} from '../../src/expressions/value.ts';
import {fc} from '../helpers/property.ts';
import {evaluate, known, sourceOf} from './run.ts';

const operand = fc.constantFrom(
  ...[
    'a.k',
    'a.__proto__',
    "b['k-k']",
    'a.constructor',
    "'x'",
    "''",
    '1',
    '-1.5',
    'True',
    'None',
    "['x', 1]",
    '()',
    'int(a.k)',
    'len(b.k)',
    'str(a.l)',
    'count(a, a.k == b.k)',
    'lower(a.n)',
  ],
);
const line = fc
  .tuple(
    operand,
    fc.constantFrom(' == ', ' != ', ' < ', ' >= ', ' in ', ' not in ', ' and ', ' or ', ' and not '),
    operand,
  )
  .map((parts) => parts.join(''));
const value = fc.oneof(
  fc.constantFrom('x', '1', '', '1.5', 'nan', 'ä'),
  fc.double(),
  fc.boolean(),
  fc.array(fc.constantFrom<string | number>('x', 1), {maxLength: 2}),
);
const record = fc.dictionary(fc.constantFrom('k', 'l', 'n', 'k-k', '__proto__', 'constructor'), value, {maxKeys: 4});
const records = fc.array(record, {maxLength: 15}).map((list) => known(...list));

describe('any text', () => {
  it('is read or refused with a span inside it, and its value is one of three', () => {
    const text = fc.oneof(fc.string({maxLength: 60}), fc.string({unit: 'binary', maxLength: 40}), line);
    fc.assert(
      fc.property(fc.array(text, {maxLength: 3}), records, (lines, state) => {
        const source = sourceOf(lines.join('\n'));
        const {value: program, diagnostics} = parseProgram(source);
        for (const {span} of diagnostics) {
          expect(span.start).toBeLessThan(span.end);
          expect(span.end).toBeLessThanOrEqual(source.text.length);
        }
        expect(diagnostics.length > 0).toBe(program.lines.some(({expr}) => expr === undefined));
        const compiled = compileProgram(program);
        const evaluation = evaluateProgram(compiled, new Map([['a', state]]));
        if (diagnostics.length > 0) expect(evaluation.value).not.toBe(true);
      }),
      {numRuns: 2000},
    );
  });
});

describe('any condition over any records', () => {
  it('has a value, an explanation of the same value, and a check that does not throw', () => {
    fc.assert(
      fc.property(fc.array(line, {minLength: 1, maxLength: 3}), records, records, (lines, a, b) => {
        const compiled = compileProgram(parseProgram(sourceOf(lines.join('\n'))).value);
        const bindings = new Map([
          ['a', a],
          ['b', b],
        ]);
        const evaluation = evaluateProgram(compiled, bindings);
        const tree = explainProgram(compiled, bindings);
        expect(tree.value).toBe(evaluation.value);
        expect(JSON.parse(JSON.stringify(tree))).toEqual(tree);
        for (const {message} of checkProgram(compiled.program, {resources: new Map()})) {
          expect(message).not.toMatch(/\n/);
        }
      }),
      {numRuns: 2000},
    );
  });
});

describe('globs', () => {
  /** The textbook recursion; exponential, so short texts only. */
  function slowly(text: string, pattern: string): boolean {
    if (pattern === '') return text === '';
    if (pattern.startsWith('*')) {
      return slowly(text, pattern.slice(1)) || (text !== '' && slowly(text.slice(1), pattern));
    }
    return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && slowly(text.slice(1), pattern.slice(1));
  }

  it('match as the textbook says', () => {
    const text = fc.string({unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8});
    const pattern = fc.string({unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6});
    fc.assert(
      fc.property(text, pattern, (given, wanted) => {
        expect(matchesGlob(given, compileGlob(wanted))).toBe(slowly(given, wanted));
      }),
      {numRuns: 3000},
    );
  });

  it.each([
    ['[]a]', ']', true],
    ['[!]a]', ']', false],
    ['[a-c]', 'b', true],
    ['[a-]', '-', true],
    ['[c-a]', 'b', false],
    ['[ab', '[ab', true],
    ['[*]', '*', true],
    ['[*]', 'x', false],
    ['?', '😀', true],
    ['', '', true],
    ['.', 'x', false],
    ['a.*', 'axx', false],
  ])('%s on %s is %s', (pattern, text, expected) => {
    expect(matchesGlob(text, compileGlob(pattern))).toBe(expected);
  });

  it('do not blow up', () => {
    const text = 'a'.repeat(100_000);
    expect(matchesGlob(text, compileGlob(`${'*a'.repeat(50)}*b`))).toBe(false);
  });
});

describe('text order', () => {
  it('goes by code point', () => {
    fc.assert(
      fc.property(
        fc.string({unit: 'binary', maxLength: 5}),
        fc.string({unit: 'binary', maxLength: 5}),
        (left, right) => {
          const [a, b] = [[...left], [...right]];
          const at = a.findIndex((char, index) => char !== b[index]);
          const points = [a[at], b[at]].map((char) => char?.codePointAt(0) ?? -1);
          const expected = at === -1 ? a.length - b.length : (points[0] ?? 0) - (points[1] ?? 0);
          expect(Math.sign(compareText(left, right))).toBe(Math.sign(expected));
        },
      ),
      {numRuns: 2000},
    );
  });
});

describe('huge records', () => {
  it('with many keys and long values are read in bounded time', () => {
    const wide = Object.fromEntries(Array.from({length: 200_000}, (_, n) => [`key${n}`, 'v']));
    const states = new Map([['x', known({...wide, long: 'y'.repeat(1_000_000)})]]);
    expect(evaluate("x.key199999 == 'v' and 'yyz' not in x.long", states).value).toBe(true);
    expect(evaluate("x.kye7 == 'v'", states)).toMatchObject({
      value: 'unknown',
      reason: expect.stringContaining('`key7`'),
    });
    expect(evaluate("matches(x.long, '*y*y*y*z') or int(x.long) == 1", states)).toMatchObject({value: false});
  });
});
