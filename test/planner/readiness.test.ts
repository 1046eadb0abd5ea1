import {describe, expect, it} from 'vitest';
import type {UnitId} from '../../src/base/ids.ts';
import {readiness} from '../../src/planner/readiness.ts';
import {requirementOf} from '../../src/planner/requirements.ts';
import type {Job} from '../../src/units/unit.ts';
import {type Fields, id, job, known, resourceTable, setupJob, unitSet, unknown} from '../helpers/units.ts';

function read(fields: Fields): Job {
  const made = unitSet([job('j', fields), job('a'), job('b')]).jobs.get(id('j'));
  if (made === undefined) throw new Error('no job');
  return made;
}

function outcomes(of: Readonly<Record<string, string>>): ReadonlyMap<UnitId, string> {
  return new Map(Object.entries(of).map(([name, outcome]) => [id(name), outcome]));
}

const none = {resources: new Map(), outcomes: new Map()};

describe('readiness', () => {
  it('is there for a job that wants nothing', () => {
    expect(readiness(read({}), none)).toEqual({ready: true});
  });

  it.each([
    ['depends', {a: 'pass', b: 'pass'}, true],
    ['depends', {a: 'pass', b: 'fail'}, false],
    ['depends', {a: 'pass', b: 'skip'}, false],
    ['depends', {a: 'pass'}, false],
    ['after', {a: 'fail', b: 'skipped-resource'}, true],
    ['after', {a: 'fail'}, false],
    ['salvages', {a: 'fail', b: 'crash'}, true],
    ['salvages', {a: 'fail', b: 'pass'}, false],
    ['salvages', {a: 'fail'}, false],
  ])('%s with %j: %s', (field, given, expected) => {
    expect(readiness(read({[field]: 'a b'}), {...none, outcomes: outcomes(given)}).ready).toBe(expected);
  });

  it('names the first job that stands in the way and its outcome', () => {
    const blocked = readiness(read({depends: 'a b'}), {
      ...none,
      outcomes: outcomes({a: 'pass', b: 'skipped-manifest'}),
    });
    expect(blocked).toEqual({
      ready: false,
      inhibitor: {type: 'dependency-failed', job: 'ns::b', outcome: 'skipped-manifest'},
    });
    expect(readiness(read({salvages: 'a b'}), {...none, outcomes: outcomes({a: 'pass'})})).toMatchObject({
      inhibitor: {type: 'nothing-to-salvage', jobs: ['ns::a', 'ns::b']},
    });
  });

  it('needs the requirements first, and names the line', () => {
    const wants = read({requires: ["res.name == 'a'", "res.kind == '2'"], depends: 'a'});
    const ready = (resources: Parameters<typeof readiness>[1]['resources']): unknown =>
      readiness(wants, {resources, outcomes: outcomes({a: 'pass'})});
    expect(ready(resourceTable({res: known({name: 'a', kind: '2'})}))).toEqual({ready: true});
    expect(ready(resourceTable({res: known({name: 'a', kind: '1'})}))).toEqual({
      ready: false,
      inhibitor: {type: 'requirement-unmet', expression: "res.kind == '2'", reason: "res.kind is '1'"},
    });
    expect(ready(resourceTable({res: unknown('no permission')}))).toMatchObject({
      inhibitor: {
        type: 'requirement-unknown',
        expression: "res.name == 'a'",
        reason: expect.stringContaining('no permission'),
      },
    });
    expect(ready(new Map())).toMatchObject({inhibitor: {reason: expect.stringContaining('ns::res has not been run')}});
  });

  describe('and the manifest', () => {
    const manifest = (record: Readonly<Record<string, string>>) => ({
      ...none,
      resources: new Map([[id('com.canonical.plainbox::manifest'), known(record)]]),
    });
    const prepare = (wants: string): Job => {
      const made = unitSet([setupJob('s', {requires_manifest: [wants]})]).jobs.get(id('s'));
      if (made === undefined) throw new Error('no job');
      return made;
    };

    it.each([
      ['has_camera', {ns: 'ns', has_camera: 'True'}, {ready: true}],
      ['has_camera', {ns: 'ns', 'ns::has_camera': 'True'}, {ready: true}],
      [
        'has_camera',
        {ns: 'ns', has_camera: 'False'},
        {inhibitor: {type: 'manifest-unmet', expression: 'has_camera: true'}},
      ],
      [
        'has_camera',
        {ns: 'other', has_camera: 'True'},
        {inhibitor: {type: 'requirement-unknown', reason: "nobody has answered the manifest's has_camera"}},
      ],
    ] as const)('a setup job that wants %s, of %j', (wants, record, expected) => {
      expect(readiness(prepare(wants), manifest(record))).toMatchObject(expected);
    });

    it('is unknown where nobody answered, be there other answers or none', () => {
      const photo = read({
        imports: 'from com.canonical.plainbox import manifest',
        requires: "manifest.has_camera == 'True'",
      });
      for (const record of [undefined, {ns: 'ns', has_lid: 'True'}]) {
        expect(readiness(photo, manifest(record ?? {}))).toMatchObject({
          inhibitor: {type: 'requirement-unknown', reason: "nobody has answered the manifest's has_camera"},
        });
      }
    });
  });

  it('finds resources by import and by namespace', () => {
    const wants = read({imports: 'from other import cpu-info as cpu', requires: "cpu.x == '1' and res.y == '2'"});
    expect([...(requirementOf(wants)?.bindings ?? [])].map(([name, binding]) => [name, binding.id])).toEqual([
      ['cpu', 'other::cpu-info'],
      ['res', 'ns::res'],
    ]);
    expect(requirementOf(wants)).toBe(requirementOf(wants));
  });
});
