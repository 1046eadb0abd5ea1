import {partialId, type UnitId} from '../base/ids.ts';
import type {ResourceState} from '../session/events.ts';
import {singleLine} from './text-cleaning.ts';

export type ResourceRecord = Extract<ResourceState, {readonly state: 'known'}>['records'][number];
type RecordValue = ResourceRecord[string];

/** Records of the first resource called so, of whatever provider; none where it is unknown or was not asked for. */
export function recordsOf(resources: ReadonlyMap<UnitId, ResourceState>, name: string): readonly ResourceRecord[] {
  for (const [id, state] of resources) if (partialId(id) === name && state.state === 'known') return state.records;
  return [];
}

export function valueText(value: RecordValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? value.map(valueText).join(', ') : String(value);
}

/** The first of these keys that says something. */
export function textOf(record: ResourceRecord | undefined, ...keys: readonly string[]): string | undefined {
  if (record === undefined) return undefined;
  for (const key of keys) {
    const text = singleLine(valueText(record[key]));
    if (text !== '') return text;
  }
  return undefined;
}

export function numberOf(record: ResourceRecord | undefined, ...keys: readonly string[]): number | undefined {
  const text = textOf(record, ...keys);
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** With a space between; undefined where none of them says anything. */
export function joined(...parts: readonly (string | undefined)[]): string | undefined {
  const said = parts.filter((part) => part !== undefined && part !== '');
  return said.length === 0 ? undefined : said.join(' ');
}
