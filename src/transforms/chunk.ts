import type {UnitRecord} from '../units/record.ts';
import {fieldText, withValue} from '../units/record-access.ts';
import {asValue, idFieldOf, plainText, plainValue, surround, withoutFields} from './edit.ts';
import type {Transform, TransformConfig} from './transform.ts';
import {fillVariables, variablesUsed} from './variables.ts';

const most = 100;

function countOf(record: UnitRecord, config: TransformConfig): number | undefined {
  const text = plainText(record, 'chunks');
  const count = text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= most) return count;
  const message = `must be a whole number from 1 to ${most}`;
  config.report({code: 'transform/chunks', message, record, field: 'chunks'});
  return undefined;
}

/** The id gets the number at its end unless the author put it somewhere else. */
function numbered(record: UnitRecord, number: number, total: number): UnitRecord {
  const id = idFieldOf(record);
  let unit = record;
  if (id !== undefined && plainValue(id.value) !== undefined) {
    const only = {...record, fields: new Map([[id.name, id]])};
    const text = fieldText(record, id.name);
    if (text !== undefined && !variablesUsed(only, 'chunk').has('this')) {
      unit = withValue(unit, id.name, asValue(surround(text, '', `-${number}`)));
    }
  }
  const summary = fieldText(unit, 'summary');
  return summary === undefined
    ? unit
    : withValue(unit, 'summary', asValue(surround(summary, '', ` (${number} of ${total})`)));
}

/** `chunks: 4`: the job in four parts, each told by `${{ chunk.this }}` and `${{ chunk.total }}` which it is. */
export const chunk: Transform = function* (config, records) {
  for (const record of records) {
    if (!record.fields.has('chunks')) {
      yield record;
      continue;
    }
    const total = countOf(record, config);
    const base = withoutFields(record, 'chunks');
    if (total === undefined) {
      yield base;
      continue;
    }
    for (let number = 1; number <= total; number++) {
      const values = new Map([
        ['this', String(number)],
        ['total', String(total)],
      ]);
      yield fillVariables(numbered(base, number, total), {family: 'chunk', values}, config);
    }
  }
};
