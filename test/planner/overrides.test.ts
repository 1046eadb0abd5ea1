import {describe, expect, it} from 'vitest';
import {id, job, resource, template, testPlan, type UnitText, unitSet, withInstances} from '../helpers/units.ts';
import {lineOf, planOf} from './plan-of.ts';

const jobs = [job('a', {category_id: 'own'}), job('b', {'certification-status': 'blocker'}), job('c')];

function statuses(units: readonly UnitText[]): Readonly<Record<string, string>> {
  const plan = planOf(unitSet([...jobs, ...units]));
  return Object.fromEntries(
    plan.jobs.map((line) => [line.id.slice(4), line.status === 'dropped' ? line.status : line.certificationStatus]),
  );
}

describe('overrides', () => {
  it('leave alone what they do not name', () => {
    expect(statuses([testPlan('p', {include: ['a', 'b']})])).toEqual({a: 'non-blocker', b: 'blocker'});
  });

  it('stand in the line itself', () => {
    const include = ['a certification-status=blocker category-id=other', 'b certification-status=non-blocker'];
    const plan = planOf(unitSet([...jobs, testPlan('p', {include})]));
    expect(lineOf(plan, id('a'))).toMatchObject({certificationStatus: 'blocker', category: 'ns::other'});
    expect(lineOf(plan, id('b'))).toMatchObject({certificationStatus: 'non-blocker'});
  });

  it('say whether a failed job is run again, over what the job says', () => {
    const units = [...jobs, job('never', {'auto-retry': 'no'}), job('always', {'auto-retry': 'no'})];
    const include = ['a', 'b auto-retry=no', 'never', 'always auto-retry=yes'];
    const plan = planOf(unitSet([...units, testPlan('p', {include})]));
    const retried = plan.jobs.map((line) => line.status !== 'dropped' && line.autoRetry);
    expect(retried).toEqual([true, false, false, true]);
  });

  it('in a list: the last one that fits counts', () => {
    const p = (list: readonly string[]): UnitText => testPlan('p', {include: ['a'], category_overrides: list});
    const category = (list: readonly string[]): unknown => lineOf(planOf(unitSet([...jobs, p(list)])), id('a'));
    expect(category(['apply one to .*', 'apply two to a'])).toMatchObject({category: 'ns::two'});
    expect(category(['apply two to a', 'apply one to .*'])).toMatchObject({category: 'ns::one'});
    expect(category([])).toMatchObject({category: 'ns::own'});
  });

  it('bubble up from a nested part to the whole plan', () => {
    const units = [
      testPlan('p', {include: ['a', 'b'], nested_part: ['q']}),
      testPlan('q', {include: ['c'], certification_status_overrides: ['apply blocker to .*']}),
    ];
    expect(statuses(units)).toEqual({a: 'blocker', b: 'blocker', c: 'blocker'});
  });

  it('of an outer plan beat those of what is nested in it, as long as both name the job', () => {
    const units = [
      testPlan('p', {include: ['a'], nested_part: ['q'], certification_status_overrides: ['apply non-blocker to c']}),
      testPlan('q', {include: ['c certification-status=blocker']}),
    ];
    expect(statuses(units)).toEqual({a: 'non-blocker', c: 'non-blocker'});
  });

  it('that name one job beat those that match many, wherever they stand', () => {
    const units = [
      testPlan('p', {nested_part: ['q'], certification_status_overrides: ['apply blocker to .*']}),
      testPlan('q', {include: ['a certification-status=non-blocker', 'c']}),
    ];
    expect(statuses(units)).toEqual({a: 'non-blocker', c: 'blocker'});
  });

  it('of a template reach its instances', () => {
    const set = withInstances(
      unitSet([
        resource('res'),
        template('t_{name}', 'res'),
        testPlan('p', {include: ['t_name certification-status=blocker']}),
      ]),
      't_name',
      new Map([[0, job('t_x')]]),
    );
    expect(lineOf(planOf(set), id('t_x'))).toMatchObject({certificationStatus: 'blocker'});
  });
});
