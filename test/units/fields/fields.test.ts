import {resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {fieldsOf, isUnitKind, unitSpecs} from '../../../src/units/fields/index.ts';
import {fieldReference} from '../../../src/units/fields/reference.ts';

const specs = Object.values(unitSpecs);

describe('the field tables', () => {
  it.each(specs)('of $kind name each field once and say one sentence of it', ({kind, fields}) => {
    expect(fieldsOf(kind).size).toBe(fields.length);
    for (const {summary} of fields) expect(summary).toMatch(/^[A-Z`].*\.$/);
  });

  it('offer choices where the type is one, and there only', () => {
    const wrong = specs.flatMap(({fields}) =>
      fields.filter(({type, choices}) => (type === 'choice') !== (choices !== undefined)),
    );
    expect(wrong).toEqual([]);
  });

  it('have what is old point at a field of the same kind', () => {
    const wrong = specs.flatMap(({kind, fields}) =>
      fields.filter(({deprecated}) => deprecated !== undefined && !fieldsOf(kind).has(deprecated)),
    );
    expect(wrong).toEqual([]);
  });

  it('know every kind by its spelling', () => {
    expect(['job', 'test plan', 'test_plan', 'toString', ''].map(isUnitKind)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('are the reference', async () => {
    await expect(fieldReference()).toMatchFileSnapshot(resolve(import.meta.dirname, '../../../docs/unit-fields.md'));
  });
});
