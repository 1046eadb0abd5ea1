import {describe, expect, it} from 'vitest';
import {sliceText, synthetic} from '../../src/base/source.ts';
import {partsOf} from '../../src/expressions/ast.ts';
import {compileProgram} from '../../src/expressions/compile.ts';
import {evaluateProgram} from '../../src/expressions/evaluate.ts';
import {resourceNames} from '../../src/expressions/names.ts';
import {maxExpressionLength, maxProgramLength, parseExpression, parseProgram} from '../../src/expressions/parse.ts';
import {known, parse, programOf, refusals, sourceOf, textAt} from './run.ts';

describe('parseExpression', () => {
  it('keeps the span and text of every part', () => {
    const expr = parse("  not (a.b == 'x' and int(c.d) in [1, -2])  ");
    const seen: string[] = [];
    const visit = (part: typeof expr): void => {
      expect(textAt(part.span)).toBe(part.text);
      seen.push(`${part.kind} ${part.text}`);
      for (const inner of partsOf(part)) visit(inner);
    };
    visit(expr);
    expect(seen).toEqual([
      "not not (a.b == 'x' and int(c.d) in [1, -2])",
      "and a.b == 'x' and int(c.d) in [1, -2]",
      "comparison a.b == 'x'",
      'attribute a.b',
      "literal 'x'",
      'comparison int(c.d) in [1, -2]',
      'call int(c.d)',
      'attribute c.d',
      'sequence [1, -2]',
      'literal 1',
      'sign -2',
      'literal 2',
    ]);
  });

  it('tells a nested from a flat connective and a chain from a nested comparison', () => {
    expect(parse('a.b or a.c or a.d')).toMatchObject({kind: 'or', operands: [{}, {}, {}]});
    expect(parse('(a.b or a.c) or a.d')).toMatchObject({kind: 'or', operands: [{kind: 'or'}, {}]});
    expect(parse('a.b < a.c < a.d')).toMatchObject({kind: 'comparison', links: [{}, {}]});
    expect(parse('(a.b < a.c) < a.d')).toMatchObject({first: {kind: 'comparison'}, links: [{}]});
    expect(parse('a.b or a.c and not a.d == 1')).toMatchObject({
      kind: 'or',
      operands: [{}, {kind: 'and', operands: [{}, {kind: 'not', operand: {kind: 'comparison'}}]}],
    });
  });

  it('knows a tuple from parentheses', () => {
    expect(parse("a.b in ('x')")).toMatchObject({links: [{operand: {kind: 'literal'}}]});
    expect(parse("a.b in ('x',)")).toMatchObject({links: [{operand: {kind: 'sequence', form: 'tuple'}}]});
    expect(parse('a.b in ()')).toMatchObject({links: [{operand: {kind: 'sequence', items: []}}]});
  });

  it('refuses an empty text', () => {
    expect(parseExpression(sourceOf(''))).toMatchObject({value: undefined, diagnostics: [{code: 'expression/syntax'}]});
    expect(parseExpression(sourceOf(' # only a comment')).value).toBeUndefined();
  });

  it('reads names that JavaScript reserves as plain names', () => {
    expect(parse("this.true == 'x' and null.undefined == 'y' and true.a")).toMatchObject({
      operands: [
        {first: {resource: {name: 'this'}, key: 'true'}},
        {first: {resource: {name: 'null'}, key: 'undefined'}},
        {resource: {name: 'true'}, key: 'a'},
      ],
    });
  });
});

describe('parseProgram', () => {
  it('takes one expression a line and skips blank lines and comments', () => {
    const text = "\n  a.b == '1'  \n\n# not this\n\tc.d == '2' # nor this\r\nimport_.e\n";
    const {value, diagnostics} = parseProgram(sourceOf(text));
    expect(diagnostics).toEqual([]);
    expect(value.lines.map((line) => line.text.text)).toEqual(["a.b == '1'", "c.d == '2' # nor this", 'import_.e']);
    expect(value.lines.map((line) => textAt(line.text.span))).toEqual(value.lines.map((line) => line.text.text));
  });

  it('reports every bad line and keeps the good ones', () => {
    const {value, diagnostics} = parseProgram(sourceOf("a.b ==\nc.d == '1'\n(e.f\neval(g) or exec(h)"));
    expect(diagnostics.map(({code, span}) => [code, textAt(span)])).toEqual([
      ['expression/syntax', '='],
      ['expression/syntax', '('],
      ['expression/unknown-function', 'eval'],
      ['expression/unknown-function', 'exec'],
    ]);
    expect(value.lines.map(({expr}) => expr?.kind)).toEqual([undefined, 'comparison', undefined, undefined]);
  });

  it('points into the file where a value is indented over several lines', () => {
    const file = sourceOf("requires:\n  a.b == '1'\n  c.d = '2'\n");
    const first = sliceText(file, 12, 23);
    const second = sliceText(file, 25, 34);
    const joined = {
      text: first.text + second.text,
      span: first.span,
      pieces: [
        {at: 0, source: 12, length: 11},
        {at: 11, source: 25, length: 9},
      ],
    };
    const [diagnostic] = parseProgram(joined).diagnostics;
    expect(diagnostic?.span).toMatchObject({start: 29, end: 30});
  });

  it('points at the whole field where the text was made', () => {
    const {span} = sourceOf('whole');
    expect(parseProgram(synthetic('a.b ==', span)).diagnostics[0]?.span).toEqual(span);
  });

  it('is never true when a line was refused', () => {
    const {value} = parseProgram(sourceOf("a.b == '1'\na.b == "));
    const states = new Map([['a', known({b: '1'})]]);
    expect(evaluateProgram(compileProgram(value), states)).toMatchObject({
      value: 'unknown',
      reason: 'this expression cannot be read: the expression ends too early',
      text: 'a.b ==',
      lines: [{value: true}, {value: 'unknown'}],
    });
  });
});

describe('limits', () => {
  it.each([
    ['parentheses', `${'('.repeat(10_000)}a.b${')'.repeat(10_000)}`],
    ['brackets', '['.repeat(10_000)],
    ['signs', `a.b == ${'-'.repeat(10_000)}1`],
    ['not', `${'not '.repeat(4_000)}a.b`],
    ['calls', 'int('.repeat(4_000)],
    ['subscripts', 'a['.repeat(9_000)],
  ])('10,000 nested %s are refused with a span', (_, text) => {
    const [diagnostic] = refusals(text);
    expect(diagnostic).toMatchObject({code: 'expression/too-deep'});
    expect(diagnostic && diagnostic.span.end - diagnostic.span.start).toBe(1);
  });

  it('reads deep but sane nesting', () => {
    expect(parse(`${'('.repeat(40)}a.b${')'.repeat(40)}`).kind).toBe('attribute');
  });

  it('reads long flat expressions and refuses megabytes', () => {
    const flat = Array.from({length: 800}, (_, n) => `a.k == '${n}'`).join(' or ');
    expect(parse(flat)).toMatchObject({kind: 'or'});
    expect(refusals(`a.k == '${'x'.repeat(maxExpressionLength)}'`)).toMatchObject([{code: 'expression/too-long'}]);
    const megabytes = `a.k == '1'\n`.repeat(maxProgramLength / 5);
    expect(refusals(megabytes)).toMatchObject([{code: 'expression/too-long'}]);
    expect(parseProgram(sourceOf(megabytes)).value.lines).toMatchObject([{expr: undefined}]);
    expect(refusals(`a${'.b'.repeat(9_000)}`)).toMatchObject([{code: 'expression/not-allowed'}]);
    expect(refusals(`a${'()'.repeat(9_000)}`)).toMatchObject([{code: 'expression/not-allowed'}]);
  });

  it('refuses more resources than it can bind', () => {
    const line = Array.from({length: 40}, (_, n) => `r${n}.k == 'x'`).join(' or ');
    expect(refusals(line)).toMatchObject([{code: 'expression/too-long'}]);
  });
});

describe('resourceNames', () => {
  it('gives each name at its first use', () => {
    const program = programOf('b.x == a.y\nnone(c, c.z == a.y)\nint(d.w) > 1');
    expect(resourceNames(program).map(({name, span}) => [name, span.start])).toEqual([
      ['b', 0],
      ['a', 7],
      ['c', 16],
      ['d', 35],
    ]);
  });
});
