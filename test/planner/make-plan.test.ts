import {describe, expect, it} from 'vitest';
import {estimate} from '../../src/planner/estimate.ts';
import {
  id,
  job,
  known,
  resource,
  resourceTable,
  template,
  testPlan,
  type UnitText,
  unitSet,
  unknown,
  withInstances,
} from '../helpers/units.ts';
import {codes, expansionOf, failedRecord, fateOf, ids, lineOf, planIncluding, planOf} from './plan-of.ts';

describe('what cannot run', () => {
  const res = resource('res');
  const units = [
    res,
    job('met', {requires: "res.name == 'a'"}),
    job('unmet', {requires: "res.name == 'b'"}),
    job('needs-unmet', {depends: 'unmet'}),
    job('unclear', {requires: "res.nmae == 'a'"}),
    job('needs-unclear', {depends: 'unclear'}),
  ];
  const include = ['met', 'needs-unmet', 'needs-unclear'];

  it('is inhibited by requirements that are not met, with what depends on it', () => {
    const plan = planIncluding(include, units, {resources: resourceTable({res: known({name: 'a'})})});
    expect(fateOf(plan, id('met'))).toBe('planned');
    expect(lineOf(plan, id('unmet'))).toMatchObject({
      status: 'inhibited',
      inhibitor: {type: 'requirement-unmet', expression: "res.name == 'b'"},
    });
    expect(lineOf(plan, id('needs-unmet'))).toMatchObject({
      inhibitor: {type: 'dependency-failed', job: 'ns::unmet', outcome: 'skipped-resource'},
    });
    expect(fateOf(plan, id('unclear'))).toBe('inhibited: requirement-unknown');
    expect(lineOf(plan, id('needs-unclear'))).toMatchObject({inhibitor: {outcome: 'not-run'}});
  });

  it('is not told without hardware', () => {
    const plan = planIncluding(include, units);
    expect(plan.jobs.every(({status}) => status === 'planned')).toBe(true);
    expect(plan.jobs).toHaveLength(6);
  });

  it('is unknown where the resource is', () => {
    const plan = planIncluding(include, units, {resources: resourceTable({res: unknown('the probe failed')})});
    const line = lineOf(plan, id('met'));
    expect(line).toMatchObject({inhibitor: {type: 'requirement-unknown', expression: "res.name == 'a'"}});
    expect(line.status === 'inhibited' && line.inhibitor).toMatchObject({
      reason: expect.stringContaining('the probe failed'),
    });
  });

  it('waits for resources that are run in the plan', () => {
    const late = [job('first'), resource('late', {depends: 'first'}), job('a', {requires: "late.x == '1'"})];
    const plan = planIncluding(['a'], late, {resources: resourceTable({other: known()})});
    expect(ids(plan)).toEqual(['first', 'late', 'a']);
    expect(plan.jobs.map(({status}) => status)).toEqual(['planned', 'planned', 'planned']);
  });

  it('tells the manifest from the hardware', () => {
    const manifest = new Map([[id('com.canonical.plainbox::manifest'), known({has_camera: 'False'})]]);
    const camera = job('camera', {
      imports: 'from com.canonical.plainbox import manifest',
      requires: ["manifest.has_camera == 'True'", "res.name == 'a'"],
    });
    const set = unitSet([res, camera, testPlan('p', {include: ['camera']})]);
    const plan = planOf(set, {resources: new Map([...manifest, ...resourceTable({res: known({name: 'a'})})])});
    expect(lineOf(plan, id('camera'))).toMatchObject({
      inhibitor: {type: 'manifest-unmet', expression: "manifest.has_camera == 'True'"},
    });
  });

  it('D2: is an id that nobody has, in the plan and for those who depend on it', () => {
    const plan = planIncluding(
      ['raed', 'a', 'b'],
      [job('read'), job('a', {depends: 'raed'}), job('b', {after: 'a', requires: "ress.x == '1'"}), res],
    );
    expect(lineOf(plan, id('raed'))).toMatchObject({
      status: 'dropped',
      inhibitor: {type: 'unknown-id', id: 'ns::raed', nearest: 'ns::read'},
    });
    expect(lineOf(plan, id('a'))).toMatchObject({
      status: 'dropped',
      inhibitor: {type: 'dependency-missing', id: 'ns::raed', nearest: 'ns::read'},
    });
    expect(lineOf(plan, id('b'))).toMatchObject({
      inhibitor: {type: 'requirement-unknown', reason: 'no job has the id ns::ress, did you mean ns::res?'},
    });
    expect(codes(plan)).toEqual(['plan/unknown-id', 'plan/unknown-dependency', 'plan/unknown-resource']);
    expect(plan.diagnostics[1]?.suggestion).toBe('ns::read');
  });

  it('D3: may be every job of the plan, and none is lost', () => {
    const plan = planIncluding(['a', 'b', 'c'], [job('a', {depends: 'a'}), job('b', {depends: 'none'})]);
    expect(plan.jobs.map(({id: full, status}) => [full, status])).toEqual([
      ['ns::a', 'dropped'],
      ['ns::b', 'dropped'],
      ['ns::c', 'dropped'],
    ]);
    expect(plan.jobs.map(({index}) => index)).toEqual([0, 1, 2]);
  });

  it('is a job of a kind that is never run', () => {
    const old = job('old', {plugin: 'local'});
    const plan = planIncluding(['old'], [old]);
    expect(fateOf(plan, id('old'))).toBe('dropped: not-runnable');
  });

  it('is what takes a value of a job that cannot run', () => {
    const maker = job('maker', {outputs: 'speed: integer', depends: 'none'});
    const user = job('user', {inputs: 'speed: maker.speed'});
    const plan = planIncluding(['user'], [maker, user]);
    expect(ids(plan)).toEqual(['maker', 'user']);
    expect(lineOf(plan, id('user'))).toMatchObject({
      inhibitor: {type: 'dependency-failed', job: 'ns::maker', outcome: 'not-run'},
    });
  });

  it('stays when it is excluded but needed, and the session’s own exclude is stronger', () => {
    const both = [job('a', {depends: 'b'}), job('b')];
    const set = unitSet([...both, testPlan('p', {include: ['.*'], exclude: ['b']})]);
    expect(ids(planOf(set))).toEqual(['b', 'a']);
    expect(codes(planOf(set))).toEqual(['plan/excluded-but-needed']);
    const barred = planOf(set, {exclude: ['ns::b']});
    expect(ids(barred)).toEqual(['a']);
    expect(lineOf(barred, id('a'))).toMatchObject({
      inhibitor: {type: 'not-runnable', message: 'it needs ns::b, which is excluded'},
    });
  });
});

describe('templates', () => {
  const units = (include: readonly string[]): readonly UnitText[] => [
    resource('res'),
    job('before'),
    template('t_{name}', 'res'),
    job('after', {after: 't_x'}),
    testPlan('p', {include}),
  ];
  const set = withInstances(
    unitSet(units(['before', 't_.*', 'after'])),
    't_name',
    new Map([
      [0, job('t_a')],
      [2, job('t_c')],
    ]),
  );
  const resources = resourceTable({res: known({name: 'a'}, {}, {name: 'c'})});

  it('show the instances that failed in the place they would have had', () => {
    const failed = expansionOf(id('t_name'), {failed: [failedRecord(1, 'record 1 has no key name')]});
    const plan = planOf(set, {resources, expansions: [failed]});
    expect(ids(plan)).toEqual(['res', 'before', 't_a', 't_name#1', 't_c', 'after']);
    expect(lineOf(plan, id('t_name#1'))).toMatchObject({
      status: 'dropped',
      inhibitor: {type: 'instance-failed', template: 'ns::t_name', record: 1, message: 'record 1 has no key name'},
    });
    expect(lineOf(plan, id('t_a'))).toMatchObject({instance: {record: 0}, edges: [{to: 'ns::res', kind: 'template'}]});
  });

  it('show two failed instances of one id as two lines, and only what the plan wants', () => {
    const expansions = [
      expansionOf(id('t_name'), {failed: [1, 3].map((record) => failedRecord(record, 'same id', id('t_b')))}),
    ];
    expect(ids(planOf(set, {resources, expansions}))).toEqual(['res', 'before', 't_a', 't_b', 't_c', 't_b#3', 'after']);
    const other = unitSet(units(['before']));
    expect(ids(planOf(other, {resources, expansions}))).toEqual(['before']);
  });

  it('show records of which nobody can say whether they are wanted', () => {
    const filtered = [
      {record: 0, line: "res.x == '1'", reason: 'no record has the key x', unknown: true},
      {record: 1, line: "res.name == 'b'", reason: 'its name is a', unknown: false},
    ];
    const bare = unitSet(units(['before', 't_name']));
    const plan = planOf(bare, {resources, expansions: [expansionOf(id('t_name'), {recordCount: 2, filtered})]});
    expect(ids(plan)).toEqual(['res', 'before', 't_name#0']);
    expect(lineOf(plan, id('t_name#0'))).toMatchObject({
      status: 'dropped',
      inhibitor: {type: 'requirement-unknown', expression: "template-filter: res.x == '1'"},
    });
    expect(plan.templates).toMatchObject([
      {id: 'ns::t_name', tally: {recordCount: 2, made: 0, filtered: 2, undecided: 1, failed: 0}},
    ]);
  });

  it('never give two lines of one id', () => {
    // `taken` is pulled in by `user`, is what a failed instance would have been called, and stands in setup_include.
    const set = unitSet([
      resource('res'),
      template('ta{name}', 'res', {'template-id': 'taken'}),
      job('taken'),
      job('user', {depends: 'taken'}),
      testPlan('p', {include: ['taken', 'user'], exclude: ['taken'], setup_include: ['taken']}),
    ]);
    const failed = expansionOf(id('taken'), {failed: [failedRecord(0, 'twice', id('taken'))]});
    const plan = planOf(set, {resources: resourceTable({res: unknown('gone')}), expansions: [failed]});
    expect(new Set(ids(plan)).size).toBe(plan.jobs.length);
    expect(fateOf(plan, id('taken'))).toBe('planned');
  });

  it('are in the plan with what became of them, those that made nothing too', () => {
    const bare = unitSet([
      ...[resource('res'), template('t_{name}', 'res'), template('u_{name}', 'res'), template('{name}', 'res')],
      testPlan('p', {include: ['t_name', 'u_.*', 'x_y']}),
    ]);
    const expansions = [expansionOf(id('t_name')), expansionOf(id('u_name'), {recordCount: 3})];
    expect(planOf(bare, {resources, expansions}).templates).toMatchObject([
      {id: 'ns::t_name', inclusion: {section: 'include', plan: 'ns::p'}, tally: {recordCount: 0, made: 0}},
      {id: 'ns::u_name', tally: {recordCount: 3}},
    ]);
    expect(planOf(bare).templates.map(({tally}) => tally)).toEqual([undefined, undefined]);
  });

  it('do not stand for instances that nobody asked for', () => {
    const expansions = [expansionOf(id('t_name'), {failed: [failedRecord(1, 'no key name')]})];
    const linesFor = (line: string): readonly string[] => ids(planOf(unitSet(units([line])), {resources, expansions}));
    expect(linesFor('t_.*')).toEqual(['res', 't_name#1']);
    expect(linesFor('t_x')).toEqual(['res']);
    expect(linesFor('.*[xyz]_.*')).toEqual(['res']);
  });

  it('need not give what a line names, which is said', () => {
    const bare = withInstances(unitSet(units(['t_a', 't_q'])), 't_name', new Map([[0, job('t_a')]]));
    const plan = planOf(bare, {resources});
    expect(ids(plan)).toEqual(['res', 't_a']);
    expect(plan.diagnostics).toMatchObject([{code: 'plan/no-instance', message: expect.stringContaining('ns::t_q')}]);
    expect(codes(planOf(bare))).toEqual([]);
  });

  it('say why a job cannot have the instance it waits for', () => {
    const expansions = [expansionOf(id('t_name'), {failed: [failedRecord(1, 'two records give this id', id('t_x'))]})];
    const bare = withInstances(unitSet(units(['after'])), 't_name', new Map([[0, job('t_a')]]));
    expect(lineOf(planOf(bare, {resources, expansions}), id('after'))).toMatchObject({
      status: 'inhibited',
      inhibitor: {type: 'instance-failed', record: 1, message: 'ns::t_x: two records give this id'},
    });
  });

  it('stand in the plan themselves where their resource is not known', () => {
    const bare = unitSet(units(['before', 't_name']));
    const plan = planOf(bare, {resources: resourceTable({res: unknown('exit code 1')})});
    expect(ids(plan)).toEqual(['res', 'before', 't_name']);
    expect(lineOf(plan, id('t_name'))).toMatchObject({
      status: 'dropped',
      inhibitor: {type: 'requirement-unknown', reason: 'exit code 1'},
    });
    expect(ids(planOf(bare))).toEqual(['res', 'before']);
  });

  it('may lack the instance that a job waits for: nobody’s mistake', () => {
    const plan = planOf(set, {resources});
    expect(lineOf(plan, id('after'))).toMatchObject({
      status: 'inhibited',
      inhibitor: {type: 'dependency-missing', id: 'ns::t_x'},
    });
    expect(plan.diagnostics).toMatchObject([{code: 'plan/no-instance', severity: 'advice'}]);
  });
});

describe('estimate', () => {
  it('adds what is declared of what is planned', () => {
    const plan = planIncluding(
      ['a', 'b', 'c', 'd'],
      [
        job('a', {estimated_duration: '1m 5s'}),
        job('b', {estimated_duration: '2.5'}),
        job('c'),
        job('d', {estimated_duration: '10', depends: 'd'}),
      ],
    );
    expect(estimate(plan)).toMatchObject({
      totalMs: 67_500,
      lowMs: 67_500,
      highMs: 67_500,
      measuredCount: 0,
      unknownCount: 1,
    });
  });

  it('is the median of what was measured, with its spread', () => {
    const history = new Map([
      [id('a'), [900, 1000, 1100, 5000, 800]],
      [id('b'), [7]],
    ]);
    const units = [job('a', {estimated_duration: '60'}), job('b'), job('c', {estimated_duration: '2'})];
    const plan = planIncluding(['a', 'b', 'c'], units, {history});
    expect(lineOf(plan, id('a'))).toMatchObject({
      estimatedMs: 1000,
      measured: {runs: 5, medianMs: 1000, lowMs: 800, highMs: 5000},
    });
    expect(lineOf(plan, id('b'))).toMatchObject({estimatedMs: 7, measured: {runs: 1}});
    expect(lineOf(plan, id('c'))).not.toHaveProperty('measured');
    expect(estimate(plan)).toEqual({totalMs: 3007, lowMs: 2807, highMs: 7007, measuredCount: 2, unknownCount: 0});
  });
});
