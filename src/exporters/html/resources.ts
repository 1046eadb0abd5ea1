import {counted} from '../../base/counted.ts';
import {partialId, type UnitId} from '../../base/ids.ts';
import type {ResourceState} from '../../session/events.ts';
import {type ResourceRecord, valueText} from '../record-text.ts';
import {type Content, type Markup, markup} from './markup.ts';

/** A list of packages or of every device can be thousands long; `submission.json` has them all. */
const mostRecords = 100;

function keysOf(records: readonly ResourceRecord[]): readonly string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

function oneRecord(record: ResourceRecord): Markup {
  const rows = Object.entries(record).map(
    ([key, value]) => markup`<tr><th scope="row">${key}<td>${valueText(value)}</tr>`,
  );
  return markup`<table class="records one"><tbody>${rows}</tbody></table>`;
}

function manyRecords(name: string, records: readonly ResourceRecord[]): Markup {
  const keys = keysOf(records);
  const head = keys.map((key) => markup`<th scope="col">${key}`);
  const rows = records.map((record) => markup`<tr>${keys.map((key) => markup`<td>${valueText(record[key])}`)}</tr>`);
  return markup`<div class="scroll" role="region" aria-label="Records of ${name}" tabindex="0"><table class="records"><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function recordsTable(name: string, records: readonly ResourceRecord[]): Content {
  const [first] = records;
  if (first === undefined) return undefined;
  if (records.length === 1) return oneRecord(first);
  const left = records.length - mostRecords;
  const note = left > 0 ? markup`<p class="note">${left} more are in submission.json.</p>` : undefined;
  return [manyRecords(name, records.slice(0, mostRecords)), note];
}

function resource(id: UnitId, state: ResourceState): Markup {
  const name = partialId(id);
  if (state.state === 'unknown') {
    return markup`<p class="resource">${name} <span class="note warn">unknown: ${state.reason}</span></p>`;
  }
  const count = counted(state.records.length, 'record');
  const partly =
    state.partial === undefined ? undefined : markup`<p class="note warn">Not all is known: ${state.partial}</p>`;
  if (state.records.length === 0)
    return markup`<p class="resource">${name} <span class="note">none</span></p>${partly}`;
  return markup`<details class="resource"><summary>${name}<small>${count}</small></summary>${partly}${recordsTable(name, state.records)}</details>`;
}

export function resourceList(resources: ReadonlyMap<UnitId, ResourceState>): Content {
  if (resources.size === 0) return undefined;
  return markup`<p class="note">Every job that names a device was made from one of these records.</p>
${[...resources].map(([id, state]) => resource(id, state))}
`;
}
