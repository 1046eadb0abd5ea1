import {describe, expect, it} from 'vitest';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import type {CheckScope} from '../../src/expressions/check.ts';
import {check, evaluate, known, manyRecords, reasonOf, textAt} from './run.ts';

const res = known({name: 'a', kind: '1', label: 'rock and roll'}, {name: 'b', kind: '2'});
const bindings = new Map([['res', res]]);

function scopeOf(...names: readonly string[]): CheckScope {
  return {resources: new Map(names.map((name) => [name, {}]))};
}

describe('rows of the conformance table', () => {
  it('R1: one record has to satisfy both sides of `and`, parentheses or not', () => {
    for (const line of ["res.name == 'a' and res.kind == '2'", "(res.name == 'a' and res.kind == '2')"]) {
      expect(evaluate(line, bindings).value).toBe(false);
    }
    expect(evaluate("res.name == 'a' and res.kind == '1'", bindings).value).toBe(true);
    expect(evaluate("res.name == 'a'\nres.kind == '2'", bindings).value).toBe(true);
  });

  it('R1: the check says where Checkbox would answer otherwise', () => {
    const [found, ...others] = check("res.name == 'a' and res.kind == '2'", scopeOf('res'));
    expect(others).toEqual([]);
    expect(found).toMatchObject({code: 'expression/peer-differs', severity: 'advice'});
    expect(check("(res.name == 'a' and res.kind == '2')", scopeOf('res'))).toEqual([]);
  });

  it('R2: an operator inside quotes is text', () => {
    expect(evaluate("res.label == 'rock and roll'", bindings).value).toBe(true);
    expect(check("res.label == 'rock and roll'", scopeOf('res'))).toMatchObject([
      {code: 'expression/peer-differs', severity: 'warning'},
    ]);
  });

  it('R3: a key that no record has makes the line unknown and names the nearest', () => {
    const evaluation = evaluate("res.nmae == 'a'", bindings);
    expect(evaluation).toMatchObject({
      value: 'unknown',
      reason: 'no record of res has a key `nmae`; did you mean `name`?',
    });
    expect(evaluation.value === 'unknown' && evaluation.span && textAt(evaluation.span)).toBe('nmae');
  });

  it('R4: a number is compared as declared, or the check says that text is compared', () => {
    const [untyped] = check('res.kind == 1', scopeOf('res'));
    expect(untyped).toMatchObject({
      code: 'expression/type-clash',
      severity: 'warning',
      suggestion: 'int(res.kind) == 1',
    });
    const declared: CheckScope = {resources: new Map([['res', {keys: new Map([['kind', 'integer']])}]])};
    expect(check('res.kind == 1', declared)).toEqual([]);
    expect(check("res.kind == '1'", declared)).toMatchObject([{severity: 'error', suggestion: 'res.kind == 1'}]);
    const typed = new Map([['res', known({kind: 1}, {kind: 2})]]);
    expect(evaluate('res.kind == 1', typed).value).toBe(true);
    expect(evaluate('res.kind == 1', bindings).value).toBe(false);
  });

  it('R5: an `or` over three resources never looks at their product', () => {
    const three = new Map(
      ['a', 'b', 'c'].map((name) => [name, manyRecords(20_000, (n) => ({x: `${name}${n}`, k: `${n}`}))]),
    );
    const alternatives = "(a.x == 'none' or b.x == 'none' or c.x == 'c19999')";
    expect(evaluate(alternatives, three).value).toBe(true);
    expect(evaluate("(a.x == 'none' or b.x == 'none' or c.x == 'none')", three).value).toBe(false);
    expect(evaluate(`${alternatives} and a.k == '5' and startswith(b.k, '199')`, three).value).toBe(true);
    expect(evaluate("(a.x < '0' or b.x < '0' or c.x < '0') and a.k >= '0' and b.k >= '0'", three).value).toBe(false);
  });

  it('R6: an alternative is decided by its own resource', () => {
    const two = new Map([
      ['a', known({x: '1'})],
      ['b', known()],
    ]);
    expect(evaluate("a.x == '1' or b.y == '2'", two).value).toBe(true);
    expect(evaluate("(a.x == '1' or b.y == '2')", two).value).toBe(true);
    expect(evaluate("a.x == '3' or b.y == '2'", two)).toMatchObject({value: false});
  });

  it('R7: a part that contradicts itself is pointed at', () => {
    const line = "x.name == 'p' or (x.name == 'q' and x.name == 'r')";
    const never = check(line, scopeOf('x')).filter(({code}) => code === 'expression/never-true');
    expect(never.map((diagnostic) => renderDiagnostic(diagnostic))).toEqual([
      [
        'test.pxu:1:19: warning[expression/never-true]: this part can never be true: no one record fits all of its conditions on `x.name`',
        `  1 | ${line}`,
        `    | ${' '.repeat(18)}${'^'.repeat(31)}`,
      ].join('\n'),
    ]);
  });

  it('R8: a difference holds when any record differs, and the check says so', () => {
    const states = new Map([['x', known({name: 'p'}, {name: 'q'})]]);
    expect(evaluate("x.name != 'p'", states).value).toBe(true);
    expect(check("x.name != 'p'", scopeOf('x'))).toMatchObject([
      {code: 'expression/any-differs', severity: 'advice', suggestion: "none(x, x.name == 'p')"},
    ]);
    expect(evaluate("none(x, x.name == 'p')", states).value).toBe(false);
  });
});

describe('joins', () => {
  const size = 20_000;
  const states = new Map([
    ['a', manyRecords(size, (n) => ({id: `${n}`, tag: `t${n % 7}`}))],
    ['b', manyRecords(size, (n) => ({owner: `${n + size - 1}`, size: `${n}`}))],
    ['far', manyRecords(size, (n) => ({owner: `${n + size}`}))],
  ]);

  it('by equality go through an index: the product would be over the limit of combinations', () => {
    expect(evaluate('a.id == b.owner', states)).toMatchObject({
      value: true,
      lines: [{records: {a: size - 1, b: 0}}],
    });
    expect(evaluate('a.id == far.owner', states)).toMatchObject({value: false});
    expect(evaluate('int(a.id) == int(far.owner)', states)).toMatchObject({value: false});
    expect(evaluate("far.owner == a.id and a.tag == 't3'", states)).toMatchObject({value: false});
    expect(evaluate('any(a, any(far, far.owner == a.id))', states)).toMatchObject({value: false});
  });

  it('that no index can help with are given up as unknown, never hang', () => {
    const evaluation = evaluate('a.id in far.owner and far.owner in a.id', states);
    expect(evaluation.value).toBe('unknown');
    expect(reasonOf(evaluation)).toContain('combinations');
  });
});
