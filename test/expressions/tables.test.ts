import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {z} from 'zod';
import {bindingsOf, evaluate, reasonOf, refusals, textAt} from './run.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const record = z.record(z.string(), z.union([scalar, z.array(scalar)]));
const resource = z.union([
  z.strictObject({unknown: z.string()}),
  z.strictObject({records: z.array(record), partial: z.string()}),
  z.strictObject({records: z.array(record)}),
]);
const evaluations = z.strictObject({
  resources: z.record(z.string(), resource),
  cases: z.array(
    z.strictObject({
      expr: z.string(),
      value: z.union([z.boolean(), z.literal('unknown')]),
      reason: z.string().default(''),
      records: z.record(z.string(), z.number()).optional(),
    }),
  ),
});
const refused = z.strictObject({
  cases: z.array(
    z.strictObject({expr: z.string(), code: z.string(), at: z.string(), suggestion: z.string().optional()}),
  ),
});

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'tables', `${name}.json`), 'utf8'));
}

describe.each(['literals', 'comparisons', 'three-valued', 'functions', 'quantifiers'])('%s', (name) => {
  const {resources, cases} = evaluations.parse(read(name));
  const bindings = bindingsOf(resources);

  it.each(cases)('$expr is $value', ({expr, value, reason, records}) => {
    const evaluation = evaluate(expr, bindings);
    expect({value: evaluation.value, reason: reasonOf(evaluation)}).toEqual({
      value,
      reason: expect.stringContaining(reason),
    });
    if (records !== undefined) expect(evaluation.lines).toMatchObject([{records}]);
  });

  it.each(cases.filter(({value}) => value !== true))('$expr says why', ({expr}) => {
    expect(reasonOf(evaluate(expr, bindings))).toMatch(/^\S[^\n]*\S$/);
  });
});

describe('refusals', () => {
  it.each(refused.parse(read('refusals')).cases)('$expr', ({expr, code, at, suggestion}) => {
    const [diagnostic, ...others] = refusals(expr);
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({code, severity: 'error', message: expect.stringMatching(/^[^\n]+$/)});
    expect(diagnostic && textAt(diagnostic.span)).toBe(at);
    expect(diagnostic?.suggestion).toBe(suggestion);
  });
});
