import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Diagnostic} from '../../src/base/diagnostic.ts';
import type {Host} from '../../src/base/host.ts';
import {partialId, unitId} from '../../src/base/ids.ts';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {findProviders} from '../../src/catalog/find-providers.ts';
import {withUnits} from '../../src/catalog/index-units.ts';
import {replaceUnits} from '../../src/catalog/late-set.ts';
import {foundIn} from '../../src/catalog/late-units.ts';
import {loadLate} from '../../src/catalog/load-late.ts';
import {loadUnits} from '../../src/catalog/load-units.ts';
import type {UnitSet} from '../../src/catalog/unit-set.ts';
import {job, readUnits} from '../helpers/units.ts';
import {hostOfTree} from './tree.ts';

const golden = resolve(import.meta.dirname, '../golden/catalog');
const trees = readdirSync(golden).filter((name) => name.endsWith('.tree'));

function errorsIn(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.filter(({severity}) => severity === 'error').map((error) => renderDiagnostic(error));
}

/** The maps of both, with all units built. */
async function mapsOf(host: Host) {
  const {value: providers} = findProviders(host, {directories: ['/p']});
  const built = ({units, instances, ...maps}: UnitSet) => ({
    // Before the maps, which may be made of what it builds.
    units: units.map(({id, kind, span}) => [kind, id, span.start]),
    instances,
    jobs: new Map(maps.jobs),
    templates: new Map(maps.templates),
    testPlans: new Map(maps.testPlans),
    categories: new Map(maps.categories),
    manifestEntries: new Map(maps.manifestEntries),
    exporters: new Map(maps.exporters),
  });
  const loaded = await loadUnits(host, providers);
  const late = await loadLate(host, providers);
  expect(errorsIn(late.diagnostics)).toEqual(errorsIn(loaded.diagnostics));
  return {loaded: built(loaded.value), late: built(late.value)};
}

describe('loadLate gives what loadUnits gives', () => {
  it.each(trees)('%s', async (name) => {
    const {loaded, late} = await mapsOf(hostOfTree(readFileSync(join(golden, name), 'utf8')));
    expect(late).toEqual(loaded);
  });

  it('and builds each unit once, when it is asked for', async () => {
    const host = hostOfTree(
      '=== /p/provider.yaml\nname: com.example:p\n=== /p/units/a.pxu\nid: a\nplugin: shell\ncommand: true\n',
    );
    const {value} = await loadLate(host, findProviders(host, {directories: ['/p']}).value);
    const id = unitId('com.example', 'a');
    const found = () => foundIn(value.jobs).find((unit) => unit.id === id);
    expect(found()).toMatchObject({isLate: true, kind: 'job'});
    expect(value.jobs.get(id)).toMatchObject({id, plugin: 'shell'});
    expect(value.jobs.get(id)).toBe([...value.jobs.values()].find((unit) => unit.id === id));
    expect(value.units.find((unit) => unit.id === id)).toBe(value.jobs.get(id));
    expect(found()).toBe(value.jobs.get(id));
  });

  it('and a copy that is changed leaves it as it is', async () => {
    const host = hostOfTree('=== /p/provider.yaml\nname: com.example:p\n=== /p/units/a.yaml\nid: a\nplugin: shell\n');
    const {value} = await loadLate(host, findProviders(host, {directories: ['/p']}).value);
    const other = readUnits([job('other'), job('a')], {namespace: 'com.example'}).units;
    const grown = withUnits(value, other);
    expect([...grown.jobs.keys()].map(partialId)).toContain('other');
    expect(grown.jobs.get(unitId('com.example', 'a'))?.record.origin.provider).toBe('com.example:p');
    expect(grown.units).toHaveLength(value.units.length + 1);
    expect(value.jobs.has(unitId('com.example', 'other'))).toBe(false);
    expect(grown.templates).toBe(value.templates);
  });

  it('and units that replace others stand in their places', async () => {
    const host = hostOfTree(
      '=== /p/provider.yaml\nname: com.example:p\n=== /p/units/a.pxu\nid: a\nflags: simple\n\nid: b\nflags: simple\n\nid: c\nflags: simple\n',
    );
    const {value} = await loadLate(host, findProviders(host, {directories: ['/p']}).value);
    const [a, b, c] = ['a', 'b', 'c'].map((id) => value.jobs.get(unitId('com.example', id)));
    const [x] = readUnits([job('x')], {namespace: 'com.example'}).units;
    if (a === undefined || b === undefined || c === undefined || x === undefined) throw new Error('a unit is missing');
    const replaced = replaceUnits(
      value,
      new Map([
        [b.record, x],
        [c.record, undefined],
      ]),
    );
    const own = ({namespace}: {readonly namespace: string}) => namespace === 'com.example';
    expect([...replaced.jobs.keys()].map(partialId).filter((id) => id.length === 1)).toEqual(['a', 'x']);
    expect(replaced.units.filter(({record}) => own(record.origin)).map(({id}) => partialId(id))).toEqual(['a', 'x']);
  });
});
