import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {z} from 'zod';
import type {CheckScope, KeyType, ResourceScope} from '../../src/expressions/check.ts';
import {check, textAt} from './run.ts';

const keyTypes = z.enum(['string', 'integer', 'number', 'boolean', 'list']);
const table = z.strictObject({
  resources: z.record(
    z.string(),
    z.strictObject({
      keys: z.record(z.string(), keyTypes).optional(),
      observed: z.array(z.string()).optional(),
      single: z.boolean().optional(),
    }),
  ),
  cases: z.array(
    z.strictObject({
      expr: z.string(),
      findings: z.array(z.strictObject({code: z.string(), at: z.string(), suggestion: z.string().optional()})),
    }),
  ),
});

const {resources, cases} = table.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, 'tables/checks.json'), 'utf8')),
);

const scope: CheckScope = {
  resources: new Map(
    Object.entries(resources).map(([name, {keys, observed, single}]): [string, ResourceScope] => [
      name,
      {
        ...(keys === undefined ? {} : {keys: new Map<string, KeyType>(Object.entries(keys))}),
        ...(observed === undefined ? {} : {observed: new Set(observed)}),
        ...(single === undefined ? {} : {single}),
      },
    ]),
  ),
};

describe('checkProgram', () => {
  it.each(cases)('$expr', ({expr, findings}) => {
    const found = check(expr, scope).map(({code, span, suggestion}) => ({
      code: code.replace('expression/', ''),
      at: textAt(span),
      ...(suggestion === undefined ? {} : {suggestion}),
    }));
    expect(found).toEqual(findings);
  });

  it("is milder in a template's filter, where each record stands alone", () => {
    const filter: CheckScope = {...scope, eachRecordOf: 'res'};
    expect(check("res.a != '1'", filter)).toEqual([]);
    expect(check("res.a == '1' and res.b == '2'", filter)).toEqual([]);
    expect(check("res.a == '1' and res.a == '2'", filter)).toMatchObject([{code: 'expression/never-true'}]);
  });

  it('is an error for a declared type or key, a warning for what was only seen', () => {
    const severities = ["disk.nmae == 'x'", "seen.nmae == 'x'", "disk.size == 'x'", 'res.n == 1'].map(
      (expr) => check(expr, scope)[0]?.severity,
    );
    expect(severities).toEqual(['error', 'warning', 'error', 'warning']);
  });

  it('looks at every line', () => {
    expect(check("nowhere.a == '1'\nneither.b == '2'", scope)).toHaveLength(2);
  });
});
