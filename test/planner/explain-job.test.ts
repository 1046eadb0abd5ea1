import {describe, expect, it} from 'vitest';
import {partialId} from '../../src/base/ids.ts';
import type {UnitSet} from '../../src/catalog/unit-set.ts';
import type {ResourceTable} from '../../src/expressions/environment.ts';
import {explainAbsence} from '../../src/planner/explain-absence.ts';
import {explainJob, type JobExplanation} from '../../src/planner/explain-job.ts';
import {type SelectOptions, selectPlan} from '../../src/planner/select.ts';
import {fc} from '../helpers/property.ts';
import {
  id,
  job,
  known,
  planNamed,
  resource,
  resourceTable,
  template,
  testPlan,
  type UnitText,
  unitSet,
  withInstances,
} from '../helpers/units.ts';
import {expansionOf, lineOf, planOf} from './plan-of.ts';

function explained(set: UnitSet, name: string, resources: ResourceTable = new Map()): JobExplanation {
  const plan = planOf(set, {resources});
  return explainJob(lineOf(plan, id(name)), {set, selection: selectPlan(set, planNamed(set, 'p')), resources, plan});
}

describe('a job of a plan', () => {
  it('is followed back to the line that selects what needs it', () => {
    const units = [job('a', {depends: 'b'}), job('b', {after: 'c'}), job('c'), testPlan('p', {include: ['a']})];
    const {pulledBy, waitedForBy, before, after, waits} = explained(unitSet(units), 'c');
    expect(pulledBy.map(({line, edge}) => `${partialId(line.id)} ${edge}`)).toEqual(['a depends', 'b after']);
    expect(pulledBy.every(({span}) => span !== undefined)).toBe(true);
    expect(waitedForBy).toMatchObject([{id: 'ns::b', kind: 'after', line: {index: 1}}]);
    expect([before, after?.id, waits]).toEqual([undefined, 'ns::b', []]);
  });

  it('may be in a cycle, and is explained all the same', () => {
    const units = [job('a', {depends: 'b'}), job('b', {depends: 'a'}), testPlan('p', {include: ['a']})];
    const {pulledBy, waits, waitedForBy} = explained(unitSet(units), 'b');
    expect(pulledBy.map(({line}) => line.id)).toEqual(['ns::a']);
    expect([waits[0]?.id, waitedForBy[0]?.id]).toEqual(['ns::a', 'ns::a']);
  });

  it('shows its requirements with their records, and its own record', () => {
    const set = withInstances(
      unitSet([resource('res'), template('t_{name}', 'res'), testPlan('p', {include: ['t_.*']})]),
      't_name',
      new Map([[1, job('t_b', {requires: "res.name == 'a'"})]]),
    );
    const {record, requirements} = explained(set, 't_b', resourceTable({res: known({name: 'a'}, {name: 'b'})}));
    expect(record).toEqual({name: 'b'});
    expect(requirements).toMatchObject({
      tree: {value: true, parts: [{records: {resource: 'res', numbers: [0], total: 2}}]},
      resources: [{name: 'res', id: 'ns::res', state: {state: 'known'}}],
    });
  });

  it('lists every override with its layer, and which one counts', () => {
    const units = [
      job('a', {category_id: 'own'}),
      testPlan('p', {
        include: ['a certification-status=blocker'],
        nested_part: ['q'],
        category_overrides: ['apply outer to .*', 'apply last to .*'],
      }),
      testPlan('q', {category_overrides: ['apply inner to a']}),
    ];
    const {overrides} = explained(unitSet(units), 'a');
    expect(overrides.map(({field, layer, plan, value, counts}) => [field, layer, plan, value, counts])).toEqual([
      ['category', 'job', undefined, 'ns::own', false],
      ['category', 'list', 'ns::q', 'ns::inner', true],
      ['category', 'list', 'ns::p', 'ns::outer', false],
      ['category', 'list', 'ns::p', 'ns::last', false],
      ['certification-status', 'job', undefined, 'non-blocker', false],
      ['certification-status', 'line', 'ns::p', 'blocker', true],
    ]);
    expect(overrides.filter(({overruled}) => overruled).map(({value}) => value)).toEqual(['ns::outer']);
  });

  it('counts the override that the plan has used', () => {
    const said = fc.record({
      line: fc.option(fc.constantFrom('one', 'two')),
      list: fc.array(fc.tuple(fc.constantFrom('a', '.*', '[ab]', 'b'), fc.constantFrom('three', 'four', 'five')), {
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(said, said, (outer, inner) => {
        const fields = ({line, list}: typeof outer) => ({
          include: [line === null ? 'a' : `a category-id=${line}`],
          category_overrides: list.map(([pattern, category]) => `apply ${category} to ${pattern}`),
        });
        const units: readonly UnitText[] = [
          ...[job('a'), job('b')],
          testPlan('p', {...fields(outer), nested_part: ['q']}),
          testPlan('q', fields(inner)),
        ];
        const {line, overrides} = explained(unitSet(units), 'a');
        const counting = overrides.filter(({field, counts}) => field === 'category' && counts);
        expect(counting.map(({value}) => value)).toEqual(line.status === 'planned' ? [line.category] : []);
      }),
    );
  });
});

describe('a job that is in no plan', () => {
  const set = unitSet([
    resource('res'),
    template('t_{name}', 'res'),
    ...[job('a'), job('b'), job('c')],
    testPlan('p', {include: ['a', 'b', 't_name'], exclude: ['b']}),
  ]);
  const absence = (name: string, select: SelectOptions = {}) => {
    const filtered = [{record: 0, line: "res.x == '1'", reason: 'its x is 2', unknown: false}];
    return explainAbsence(id(name), {
      set,
      selection: selectPlan(set, planNamed(set, 'p'), select),
      expansions: [expansionOf(id('t_name'), {recordCount: 1, filtered})],
      select,
    });
  };

  it('is excluded, not matched, not made or not wanted', () => {
    expect(absence('b')).toMatchObject({type: 'excluded', by: {plan: 'ns::p', pattern: 'b'}});
    expect(absence('a', {exclude: ['a']})).toMatchObject({type: 'excluded', by: {pattern: 'a'}});
    expect(absence('a', {match: ['c']})).toEqual({type: 'not-matched', patterns: ['c']});
    expect(absence('t_x')).toEqual({
      type: 'not-made',
      templates: [{id: 'ns::t_name', reasons: ['record 0: its x is 2']}],
    });
    expect(absence('c', {match: ['b']})).toEqual({type: 'not-wanted'});
    expect(absence('nobody')).toEqual({type: 'not-wanted'});
  });
});
