import {describe, expect, it} from 'vitest';
import {mark} from '../../../src/templates/shell/place.ts';
import {fc} from '../../helpers/property.ts';
import {hostile, interpolate, runIn} from './hostile.ts';

/** A piece of a script, and the text the shell must make of it for a value. */
interface Piece {
  readonly script: string;
  readonly text: (value: string) => string;
}

const literal = (script: string, text = script): Piece => ({script, text: () => text});

function joined(pieces: readonly Piece[], before = '', after = ''): Piece {
  return {
    script: before + pieces.map(({script}) => script).join('') + after,
    text: (value) => pieces.map(({text}) => text(value)).join(''),
  };
}

const value: Piece = {script: mark, text: (text) => text};

/** Words, and the insides of double quotes, nested as deeply as fast-check likes. */
const {word} = fc.letrec<{word: Piece; inside: Piece; part: Piece; quotedPart: Piece}>((tie) => ({
  word: fc.array(tie('part'), {minLength: 1, maxLength: 4}).map((parts) => joined([literal('w'), ...parts])),
  inside: fc.array(tie('quotedPart'), {minLength: 1, maxLength: 4}).map((parts) => joined(parts)),
  part: fc.oneof(
    {maxDepth: 3},
    fc.constant(value),
    fc.constantFrom(literal('a'), literal('\\ ', ' '), literal("''", ''), literal('-'), literal("'it\"s'", 'it"s')),
    fc.constantFrom(joined([literal(' '), value, literal(' # $x `')], "'", "'"), joined([value, value], "'", "'")),
    tie('inside').map((piece) => joined([piece], '"', '"')),
  ),
  quotedPart: fc.oneof(
    {maxDepth: 3},
    fc.constant(value),
    fc.constantFrom(literal(' x '), literal("it's"), literal('\\"', '"'), literal('\\$(', '$('), literal('#;&|<>(){}')),
    tie('word').map((piece) => joined([piece, literal('', '.')], "$(printf '%s.' ", ')')),
    tie('word').map((piece) => joined([piece, literal('', '.')], "$(case x in (x) printf '%s.' ", ' ;; esac)')),
  ),
}));

const values = fc.oneof(
  fc.constantFrom(...hostile),
  fc
    .string({unit: 'binary'})
    .filter((text) => Buffer.from(text).toString() === text && !/[\0-\u0004\u007f]/.test(text)),
  fc
    .array(
      fc.constantFrom(
        "'",
        '"',
        '\\',
        '$(',
        ')',
        '`',
        ';',
        '\n',
        ' ',
        'touch owned',
        '$x',
        '*',
        '#',
        '!',
        '{',
        '}',
        '|',
      ),
    )
    .map((parts) => parts.join('')),
);

/** One run of a shell for many cases: a process for each would take most of the time. */
const cases = fc.array(fc.tuple(word, values), {minLength: 30, maxLength: 30});

describe('T6: whatever a script nests', () => {
  it.each(['bash', 'dash'])('a value stays what it is, in %s', (shell) => {
    fc.assert(
      fc.property(cases, (all) => {
        const lines: string[] = [];
        const expected: string[][] = [];
        for (const [piece, text] of all) {
          const line = interpolate(`show ${piece.script}`, text);
          expect(line).toBeDefined();
          lines.push(`(${line}\n)`);
          expected.push([piece.text(text)]);
        }
        const {shown, files} = runIn(shell, lines.join('\n'));
        expect(shown).toEqual(expected);
        expect(files).toEqual([]);
      }),
      {numRuns: 25},
    );
  });
});

describe('T6: whatever a script is', () => {
  const tokens = fc.constantFrom(
    ...[
      '"',
      "'",
      '(',
      ')',
      '$(',
      '${x:-',
      '}',
      '`',
      '<<EOF\n',
      "<<'EOF'\n",
      '\nEOF\n',
      '\n',
      ';',
      '|',
      '&&',
      ' ',
      '\\',
    ],
    ...[
      'case x in x)',
      ' esac',
      ';;',
      'true ',
      'echo ',
      '$',
      '#',
      '[[ ',
      ' ]]',
      '$((',
      '))',
      '((',
      '{ ',
      '*',
      '&',
      'x=',
    ],
    ...['eval ', 'sh -c ', 'for i in ', 'do ', ' done', 'if ', 'then ', ' fi', 'f()', "$'", '$"', '@(', '<(', '<<<'],
    ...[mark, mark, mark, mark, mark],
  );

  it('no value runs anything', () => {
    const script = fc.array(tokens, {minLength: 2, maxLength: 12}).map((parts) => parts.join(''));
    const attacks = fc.constantFrom(...hostile.filter((text) => text.includes('touch owned')));
    fc.assert(
      fc.property(script, attacks, (text, attack) => {
        const filled = interpolate(text, attack);
        fc.pre(filled?.includes('owned') === true);
        for (const shell of ['bash', 'dash']) expect(runIn(shell, filled ?? '', 'fail').files).toEqual([]);
      }),
      {numRuns: 60},
    );
  });
});

describe('a script of any size', () => {
  it.each([
    ['quotes', `${'"a" '.repeat(50_000)}${mark}`],
    ['open parentheses', `${'('.repeat(50_000)}${mark}`],
    ['substitutions', `${'$('.repeat(50_000)}${mark}`],
    ['expansions', `${'${x:-'.repeat(50_000)}${mark}`],
    ['arithmetic', `${'$(('.repeat(2000)}${mark}`],
    ['here-documents', `${'cat <<EOF\nx\nEOF\n'.repeat(10_000)}${mark}`],
    ['one long word', `${'x'.repeat(500_000)}${mark}`],
    ['many placeholders', `${mark} `.repeat(20_000)],
  ])('%s is read in bounded time', (_, script) => {
    const started = performance.now();
    interpolate(script, 'a b');
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
