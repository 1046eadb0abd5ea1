import type {UnitId} from '../base/ids.ts';
import type {ResourceRecord} from '../expressions/environment.ts';
import {recordValue, valueText} from './value-text.ts';

/** How many keys a message names. */
const mostKeys = 5;
/** Keys that are looked at; a record may have a million. */
const mostLooked = 1000;

/** The keys whose values differ in all of these records; where there is none, those that differ in some. */
export function tellingKeys(records: readonly ResourceRecord[], used: ReadonlySet<string>): readonly string[] {
  const keys = [...new Set(records.flatMap((record) => Object.keys(record).slice(0, mostLooked)))];
  const differences = keys
    .filter((key) => !used.has(key))
    .map((key) => {
      const texts = records.map((record) => {
        const value = recordValue(record, key);
        return value === undefined ? undefined : valueText(value);
      });
      return {key, distinct: new Set(texts).size, everywhere: !texts.includes(undefined)};
    })
    .filter(({distinct}) => distinct > 1);
  const telling = differences.filter(({distinct, everywhere}) => distinct === records.length && everywhere);
  return (telling.length > 0 ? telling : differences).slice(0, mostKeys).map(({key}) => key);
}

/** Words as a person lists them. */
export function listed(words: readonly (string | number)[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

export function collisionMessage(id: UnitId, records: readonly number[], keys: readonly string[]): string {
  const shown = records.length > 6 ? [...records.slice(0, 5), `${records.length - 5} more`] : records;
  const hint =
    keys.length === 0
      ? 'no key of theirs tells them apart; use {__index__}'
      : `${listed(
          keys.map((key) => `{${key}}`),
          'or',
        )} in the id would tell them apart`;
  return `records ${listed(shown)} give units of the same id ${id} that are not the same; ${hint}`;
}
