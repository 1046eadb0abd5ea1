import {describe, expect, it} from 'vitest';
import type {UnitSet} from '../../src/catalog/unit-set.ts';
import {keysWithoutEntry, manifestNeeds} from '../../src/planner/manifest-needs.ts';
import {selectPlan} from '../../src/planner/select.ts';
import {
  job,
  mergeSets,
  planNamed,
  readUnits,
  resource,
  setupJob,
  template,
  testPlan,
  type UnitText,
  unitSet,
} from '../helpers/units.ts';

const imports = 'from com.canonical.plainbox import manifest';

function entry(partial: string, fields = {}): UnitText {
  return {fields: {unit: 'manifest entry', id: partial, name: partial, 'value-type': 'bool', ...fields}};
}

function needs(set: UnitSet): readonly string[] {
  return manifestNeeds(set, selectPlan(set, planNamed(set, 'p'))).map(({entry: {id}, by}) => `${id}: ${by.join(' ')}`);
}

describe('what a plan asks of the manifest', () => {
  it('is what its jobs, setup jobs and templates look at, and no more', () => {
    const set = unitSet([
      entry('has_camera'),
      entry('has_wwan', {'resource-key': 'wwan'}),
      entry('has_rtc'),
      entry('has_nfc'),
      entry('unused'),
      job('photo', {imports, requires: "manifest.has_camera == 'True'"}),
      job('film', {imports, requires: ["manifest.has_camera == 'True'", "manifest.wwan == 'True'"], depends: 'photo'}),
      setupJob('prepare', {requires_manifest: ['has_rtc']}),
      resource('nfc'),
      template('nfc/{name}', 'nfc', {'template-imports': imports, 'template-filter': "manifest.has_nfc == 'True'"}),
      entry('has_radio'),
      template('wifi/{name}', 'nfc', {imports, requires: "manifest.has_radio == 'True'"}),
      job('other', {imports, requires: "manifest.unused == 'True'"}),
      testPlan('p', {include: ['film', 'nfc/.*', 'wifi/name'], setup_include: ['prepare']}),
    ]);
    expect(needs(set)).toEqual([
      'ns::has_camera: ns::photo ns::film',
      'ns::has_wwan: ns::film',
      'ns::has_rtc: ns::prepare',
      'ns::has_nfc: ns::nfc/name',
      'ns::has_radio: ns::wifi/name',
    ]);
  });

  it('is about the namespace that the line names, else the job’s own, else all', () => {
    const own = readUnits([
      entry('both'),
      job('a', {imports, requires: "manifest.both == 'True'"}),
      job('b', {imports, requires: "manifest.ns == 'other' and manifest.both == 'True'"}),
      job('c', {imports, requires: "manifest.far == 'True'"}),
      testPlan('p', {include: ['a', 'b', 'c']}),
    ]);
    const other = readUnits([entry('both'), entry('far')], {namespace: 'other', provider: 'o', path: 'o.pxu'});
    expect(needs(mergeSets([own, other]))).toEqual(['ns::both: ns::a', 'other::both: ns::b', 'other::far: ns::c']);
  });

  it('may be what no entry answers', () => {
    const set = unitSet([
      entry('has_camera'),
      job('a', {imports, requires: "manifest.has_camera == 'True' and manifest.has_lens == 'True'"}),
      job('b', {imports, requires: "manifest.has_lens == 'True'"}),
      testPlan('p', {include: ['a', 'b']}),
    ]);
    expect(keysWithoutEntry(set, selectPlan(set, planNamed(set, 'p')))).toEqual(['has_lens']);
  });

  it('is nothing where nothing is asked', () => {
    expect(needs(unitSet([entry('x'), job('a', {requires: 'r.x == 1'}), testPlan('p', {include: ['a']})]))).toEqual([]);
  });
});
