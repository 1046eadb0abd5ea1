import {describe, expect, it} from 'vitest';
import {
  type NeededResources,
  neededResources,
  type UnknownResource,
  unknownResources,
} from '../../src/planner/needed-resources.ts';
import {type SelectOptions, selectPlan} from '../../src/planner/select.ts';
import {id, job, planNamed, resource, template, testPlan, type UnitText, unitSet} from '../helpers/units.ts';

function needed(units: readonly UnitText[], options?: SelectOptions): NeededResources {
  const set = unitSet(units);
  return neededResources(set, selectPlan(set, planNamed(set, 'p'), options));
}

function unknown(units: readonly UnitText[], options?: SelectOptions): readonly UnknownResource[] {
  const set = unitSet(units);
  return unknownResources(set, selectPlan(set, planNamed(set, 'p'), options));
}

describe('neededResources', () => {
  // t_{x} ─ template ─▶ res ─requires─▶ base         a ─depends─▶ b ─requires─▶ other
  const units = [
    resource('unused'),
    resource('other'),
    resource('res', {requires: "base.x == '1'"}),
    resource('base'),
    resource('extra'),
    template('t_{x}', 'res', {requires: "extra.name == '{x}'"}),
    job('a', {depends: 'b'}),
    job('b', {requires: "other.x == '1'"}),
  ];

  it('are those of templates, of what they need themselves, and of all that is pulled in', () => {
    const found = needed([...units, testPlan('p', {include: ['a', 't_.*'], bootstrap_include: ['unused']})]);
    expect(found.order).toEqual(['ns::unused', 'ns::base', 'ns::res', 'ns::extra', 'ns::other']);
    expect(found.templates).toEqual(['ns::t_x']);
    expect(found.left).toEqual([]);
    expect(found.neededBy.get(id('other'))).toEqual({by: 'ns::b', edge: 'requires'});
  });

  it('are no more than the plan can use', () => {
    expect(needed([...units, testPlan('p', {include: ['a']})]).order).toEqual(['ns::other']);
    expect(needed([...units, testPlan('p')]).order).toEqual([]);
  });

  // after_{x} ─depends─▶ t_{x} ─ template ─▶ res        a ─after─▶ n_1 ◀─ n_{y} ─ template ─▶ net
  it('are those of templates whose instances others wait for', () => {
    const found = needed([
      resource('res'),
      resource('net'),
      resource('lonely'),
      template('t_{x}', 'res', {depends: 'plain'}),
      template('after_{x}', 'res', {depends: ['t_{x}', 'suspend']}),
      template('n_{y}', 'net'),
      job('plain', {requires: "lonely.x == '1'"}),
      job('a', {after: 'n_1'}),
      testPlan('p', {include: ['after_x', 'a']}),
    ]);
    expect(found.templates).toEqual(['ns::after_x', 'ns::t_x', 'ns::n_y']);
    expect(found.order).toEqual(['ns::res', 'ns::net', 'ns::lonely']);
  });

  it('leave to the plan what waits for its jobs, or for itself', () => {
    const found = needed([
      job('first'),
      resource('late', {depends: 'first'}),
      resource('later', {requires: "late.x == '1'"}),
      resource('loop', {after: 'loop'}),
      job('a', {requires: ["later.x == '1'", "loop.x == '1'"]}),
      testPlan('p', {include: ['a']}),
    ]);
    expect(found.order).toEqual([]);
    expect(found.left).toEqual(['ns::late', 'ns::later', 'ns::loop']);
  });

  it('do not run when the session excludes them', () => {
    const excluding = {exclude: ['.*::res', '.*::other']};
    const planned = [...units, testPlan('p', {include: ['a', 't_x']})];
    expect(needed(planned, excluding).order).toEqual(['ns::extra']);
    expect(unknown(planned, excluding)).toEqual([]);
  });
});

describe('unknownResources', () => {
  it('name what is no resource job', () => {
    const found = unknown([
      resource('resource_a'),
      job('plain'),
      job('a', {requires: ["resource_b.x == '1'", "plain.x == '1'"]}),
      testPlan('p', {include: ['a']}),
    ]);
    expect(found).toMatchObject([
      {id: 'ns::resource_b', by: 'ns::a', span: {start: expect.any(Number)}},
      {id: 'ns::plain', by: 'ns::a'},
    ]);
  });
});
