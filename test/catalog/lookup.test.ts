import {describe, expect, it} from 'vitest';
import {findUnits, lookup} from '../../src/catalog/lookup.ts';
import {job, mergeSets, readUnits, setupJob, testPlan} from '../helpers/units.ts';

const set = mergeSets([
  readUnits([job('disk/read'), job('disk/write'), setupJob('prepare'), testPlan('smoke'), testPlan('disk/read')]),
  readUnits([job('disk/read'), testPlan('full')], {namespace: 'other', provider: 'second'}),
]);

function found(kind: Parameters<typeof lookup>[1], text: string): unknown {
  const result = lookup(set, kind, text);
  if (result.type === 'unknown') return result.nearest;
  return result.type === 'found' ? result.unit.id : result.units.map(({id}) => id);
}

describe('lookup', () => {
  it('finds full ids, and partial ones that one unit of the kind has', () => {
    expect(found('job', 'other::disk/read')).toBe('other::disk/read');
    expect(found('job', 'disk/write')).toBe('ns::disk/write');
    expect(found('test plan', 'disk/read')).toBe('ns::disk/read');
  });

  it('tells all units that a partial id may mean', () => {
    expect(found('job', 'disk/read')).toEqual(['ns::disk/read', 'other::disk/read']);
    expect(found('unit', 'disk/read')).toEqual(['ns::disk/read', 'other::disk/read', 'ns::disk/read']);
  });

  it('tells setup jobs from jobs', () => {
    expect(found('setup job', 'prepare')).toBe('ns::prepare');
    expect(found('job', 'prepare')).toEqual([]);
  });

  it('names the nearest ids in the form that was asked for', () => {
    expect(found('test plan', 'smkoe')).toEqual(['smoke']);
    expect(found('job', 'ns::disk/raed')).toEqual(['ns::disk/read', 'ns::disk/write']);
    expect(found('job', 'nothing like it')).toEqual([]);
  });

  it('names ids that contain what was asked for where none is near', () => {
    expect(found('unit', 'write')).toEqual(['disk/write']);
  });
});

it('findUnits tells every kind in turn', () => {
  expect(findUnits(set, 'disk/read').map(({kind}) => kind)).toEqual(['job', 'job', 'test plan']);
});
