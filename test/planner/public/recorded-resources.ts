import {partialId, qualify, type UnitId} from '../../../src/base/ids.ts';
import type {UnitSet} from '../../../src/catalog/unit-set.ts';
import {type ResourceRecord, type ResourceState, resourceRecord} from '../../../src/expressions/environment.ts';
import {valueToJson} from '../../../src/units/record-access.ts';
import {recordedMachine} from '../../resources/udev/recorded-machines.ts';

/** A laptop, a server, an ARM board and a small computer. */
export const machines = ['HP_ELITEBOOK_835_13_INCH_G10', 'NVIDIA_DGXA100', 'RPI3B', 'INTEL_NUC_SNAPPY'] as const;

/**
 * The devices of a recorded machine. Of every other resource that units speak of, two made-up records: with each key
 * that stands in an expression or a placeholder, the first with the value it is compared with.
 */
export function recordedResources(set: UnitSet, machine: string): ReadonlyMap<UnitId, ResourceState> {
  const {reference} = recordedMachine(machine);
  const devices = reference.devices.map((device) =>
    resourceRecord(
      Object.entries(device).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)] as const])),
    ),
  );
  const table = new Map<UnitId, ResourceState>();
  for (const [id, keys] of keysSpokenOf(set)) table.set(id, {state: 'known', records: madeUp(keys)});
  table.set(qualify('device', 'com.canonical.certification'), {state: 'known', records: devices});
  return table;
}

type Keys = Map<string, string>;

function keysSpokenOf(set: UnitSet): ReadonlyMap<UnitId, Keys> {
  const spokenOf = new Map<UnitId, Keys>();
  const speak = (id: UnitId, key: string, value?: string): void => {
    const keys = spokenOf.get(id) ?? new Map<string, string>();
    spokenOf.set(id, keys);
    if (!keys.has(key) || value !== undefined) keys.set(key, keys.get(key) ?? value ?? '');
  };
  const byPartial = new Map(
    [...set.jobs.values()].flatMap(({plugin, id}) => (plugin === 'resource' ? [[partialId(id), id] as const] : [])),
  );
  for (const unit of set.units) {
    const fields = JSON.stringify(
      [...(unit.kind === 'template' ? unit.body : unit.record).fields.values()].map(({value}) => valueToJson(value)),
    );
    if (unit.kind === 'template') {
      // What Jinja statements speak of, words of the language among it.
      for (const [, code = ''] of fields.matchAll(/\{%(.*?)%\}/g)) {
        for (const [key] of code.matchAll(/[A-Za-z_]\w*/g)) speak(unit.resource.id, key);
      }
      for (const [, key = ''] of fields.matchAll(/\{\{?\s*([\w-]+)\s*\}/g)) speak(unit.resource.id, key);
    }
    const expressions = ['requires', 'template-filter'].flatMap((name) => {
      const field = unit.record.fields.get(name);
      return field === undefined ? [] : [JSON.stringify(valueToJson(field.value)).replaceAll('\\"', '"')];
    });
    for (const [, name = '', key = '', , value] of expressions
      .join('\n')
      .matchAll(/(\w+)\.(\w+)(?:\s*==\s*(["'])(.*?)\3)?/g)) {
      const id = byPartial.get(name);
      if (id !== undefined) speak(id, key, value);
    }
  }
  return spokenOf;
}

function madeUp(keys: Keys): readonly ResourceRecord[] {
  return [
    resourceRecord([...keys].map(([key, value]) => [key, value === '' ? `${key}1` : value])),
    resourceRecord([...keys.keys()].map((key) => [key, `${key}2`])),
  ];
}
