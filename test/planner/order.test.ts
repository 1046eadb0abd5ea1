import {describe, expect, it} from 'vitest';
import {id, job, mergeSets, readUnits, resource, setupJob, testPlan, type UnitText, unitSet} from '../helpers/units.ts';
import {fateOf, ids, lineOf, planIncluding, planOf} from './plan-of.ts';

const suspend = 'com.canonical.certification::suspend/suspend_advanced_auto';

describe('the order of a plan', () => {
  it('is the plan’s own where nothing waits', () => {
    expect(ids(planIncluding(['c', 'a', 'b'], [job('a'), job('b'), job('c')]))).toEqual(['c', 'a', 'b']);
  });

  // c ──depends──▶ a        d ──after──▶ x
  it('puts what is needed right before the first that needs it', () => {
    const units = [job('a'), job('b'), job('c', {depends: 'a'}), job('d', {after: 'x'}), job('x')];
    const plan = planIncluding(['b', 'c', 'a', 'd'], units);
    expect(ids(plan)).toEqual(['b', 'a', 'c', 'x', 'd']);
    expect(plan.jobs.map(({why}) => why)).toEqual([
      'in its place: include of ns::p, units.pxu:32',
      'moved up: ns::c depends on it',
      'in its place: include of ns::p, units.pxu:33',
      'pulled in: ns::d comes after it',
      'in its place: include of ns::p, units.pxu:35',
    ]);
    expect(lineOf(plan, id('x')).inclusion).toEqual({type: 'pulled', by: 'ns::d', edge: 'after'});
    expect(lineOf(plan, id('c'))).toMatchObject({edges: [{to: 'ns::a', kind: 'depends'}]});
  });

  it('lets `before` order and not pull', () => {
    const units = [job('a'), job('b', {before: 'a other'}), job('other')];
    expect(ids(planIncluding(['a', 'b'], units))).toEqual(['b', 'a']);
    expect(ids(planIncluding(['b'], units))).toEqual(['b']);
    expect(ids(planIncluding(['a'], units))).toEqual(['a']);
  });

  it('lets `salvages` order and not pull', () => {
    const units = [job('logs', {salvages: 'a'}), job('a')];
    expect(ids(planIncluding(['logs', 'a'], units))).toEqual(['a', 'logs']);
    const alone = planIncluding(['logs'], units);
    expect(ids(alone)).toEqual(['logs']);
    expect(fateOf(alone, id('logs'))).toBe('inhibited: nothing-to-salvage');
  });

  it('has setup, bootstrap, other resources, mandatory jobs, then the rest', () => {
    const plan = planOf(
      unitSet([
        job('a', {requires: "late.x == '1'"}),
        job('m', {depends: 'n'}),
        job('n'),
        resource('late', {requires: "early.x == '1'"}),
        resource('early'),
        resource('boot'),
        setupJob('prepare'),
        testPlan('p', {
          include: ['a'],
          mandatory_include: ['m'],
          bootstrap_include: ['boot'],
          setup_include: ['prepare'],
        }),
      ]),
    );
    expect(ids(plan)).toEqual(['prepare', 'boot', 'early', 'late', 'n', 'm', 'a']);
    expect(plan.jobs.map((line) => line.status !== 'dropped' && line.bootstrapped === true)).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  //   t ──▶ d5, d1, d3        u ──▶ d2, d4, d6, d1
  it('O1: is the same for six jobs that only others need, however the units come', () => {
    const needed = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'].map((name) => job(name));
    const wanted = [job('t', {depends: 'd5 d1 d3'}), job('u', {depends: ['d2', 'd4', 'd6', 'd1']})];
    const files = [...needed, ...wanted].map((unit, at) => ({unit, path: `${at}.pxu`}));
    const read = files.map(({unit, path}) => readUnits([unit], {path}));
    const plan = readUnits([testPlan('p', {include: ['[tu]']})]);
    const orders = [
      [...read, plan],
      [plan, ...read.toReversed()],
      [...read.slice(3), plan, ...read.slice(0, 3)],
    ].map((parts) => ids(planOf(mergeSets(parts))));
    expect(orders[0]).toEqual(['d5', 'd1', 'd3', 't', 'd2', 'd4', 'd6', 'u']);
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).toEqual(orders[0]);
  });
});

describe('suspend', () => {
  const certification = {namespace: 'com.canonical.certification', provider: 'certification', path: 'suspend.pxu'};
  const sleep = readUnits(
    [job('suspend/suspend_advanced_auto', {requires: "sleep.mem == 'supported'"}), resource('sleep')],
    certification,
  );
  const twin = (name: string, fields = {}): UnitText =>
    job(`after-suspend-${name}`, {depends: `${name} ${suspend}`, ...fields});

  it('has all that runs before it, then itself, then the siblings', () => {
    const units = ['a', 'b'].flatMap((name) => [job(name, {before: suspend}), twin(name)]);
    const plan = readUnits([
      ...units,
      job('c'),
      testPlan('p', {include: ['a', 'after-suspend-a', 'c', 'after-suspend-b', 'b']}),
    ]);
    const made = planOf(mergeSets([sleep, plan]));
    expect(ids(made)).toEqual([
      'sleep',
      'a',
      'b',
      'suspend/suspend_advanced_auto',
      'after-suspend-a',
      'c',
      'after-suspend-b',
    ]);
    expect(lineOf(made, id('b')).why).toBe(
      `moved up: it runs once before ${suspend} puts the machine to sleep and once after`,
    );
  });

  it('parts a group whose jobs are on both sides of it', () => {
    const units = [
      job('a', {group: 'g', before: suspend}),
      job('b', {group: 'g', before: suspend}),
      job('a-after', {group: 'g', depends: `a ${suspend}`}),
      // The copy of a job that has siblings copies its place before suspend as well.
      twin('a', {group: 'g2', before: suspend}),
    ];
    const made = planOf(mergeSets([sleep, readUnits([...units, testPlan('p', {include: ['.*']})])]));
    expect(ids(made)).toEqual(['sleep', 'a', 'b', 'suspend/suspend_advanced_auto', 'a-after', 'after-suspend-a']);
    expect(made.diagnostics).toMatchObject([{code: 'plan/group-across-suspend', severity: 'warning'}]);
  });
});

describe('groups', () => {
  it('stay together, their outside edges lifted', () => {
    //  ┌── device ──────────────────┐
    //  │ insert ◀── write ◀── read  │◀── report
    //  └──────────────┬─────────────┘
    //                 ▼
    //               info
    const units = [
      job('insert', {group: 'device'}),
      job('write', {group: 'device', depends: 'info insert'}),
      job('read', {group: 'device', after: 'write'}),
      job('info'),
      job('report', {after: 'write'}),
      job('other'),
    ];
    const plan = planIncluding(['insert', 'other', 'report', 'read', 'write', 'info'], units);
    expect(ids(plan)).toEqual(['info', 'insert', 'write', 'read', 'other', 'report']);
    expect(lineOf(plan, id('insert'))).toMatchObject({edges: [{to: 'ns::info', kind: 'group'}]});
    expect(lineOf(plan, id('report'))).toMatchObject({
      edges: [
        {to: 'ns::write', kind: 'after'},
        {to: 'ns::read', kind: 'group'},
      ],
    });
    expect(lineOf(plan, id('info')).why).toBe('moved up: ns::write depends on it');
  });

  it('run set-up, tests, teardown', () => {
    const inner = {group: 'wireless', after: 'setup', before: 'teardown'};
    const units = [
      job('teardown', {group: 'wireless', after: 'setup'}),
      job('test_1', inner),
      job('test_2', inner),
      job('setup', {group: 'wireless'}),
      job('unrelated'),
    ];
    const plan = planIncluding(['teardown', 'unrelated', 'test_.*', 'setup'], units);
    expect(ids(plan)).toEqual(['setup', 'test_1', 'test_2', 'teardown', 'unrelated']);
  });

  //  ┌ g ────┐        ┌ h ────┐
  //  │ a   b │──b▶x──▶│ x   y │──y▶a──▶ back to g
  it('that wait for each other are a cycle, named with both', () => {
    const units = [
      job('a', {group: 'g'}),
      job('b', {group: 'g', depends: 'x'}),
      job('x', {group: 'h'}),
      job('y', {group: 'h', depends: 'a'}),
      job('free'),
    ];
    const plan = planIncluding(['a', 'b', 'x', 'y', 'free'], units);
    expect(ids(plan).toSorted()).toEqual(['a', 'b', 'free', 'x', 'y']);
    expect(['a', 'b', 'x', 'y', 'free'].map((name) => fateOf(plan, id(name)))).toEqual([
      'dropped: cycle',
      'dropped: cycle',
      'dropped: cycle',
      'dropped: cycle',
      'planned',
    ]);
    const [cycle] = plan.diagnostics;
    expect(cycle?.message).toContain('ns::b → ns::x → ns::y → ns::a → ns::b');
    expect(cycle?.related?.map(({message}) => message)).toEqual([
      'ns::b depends on ns::x',
      'ns::x and ns::y are in the group ns::h',
      'ns::y depends on ns::a',
      'ns::a and ns::b are in the group ns::g',
    ]);
  });
});

describe('cycles', () => {
  //  a ⇄ b     c
  it('D1: keep their jobs in the plan, named with the path, and touch nobody else', () => {
    const plan = planIncluding(['a', 'b', 'c'], [job('a', {depends: 'b'}), job('b', {depends: 'a'}), job('c')]);
    expect(ids(plan)).toEqual(['b', 'a', 'c']);
    expect(lineOf(plan, id('a'))).toMatchObject({
      status: 'dropped',
      inhibitor: {type: 'cycle', path: ['ns::a', 'ns::b']},
    });
    expect(fateOf(plan, id('b'))).toBe('dropped: cycle');
    expect(fateOf(plan, id('c'))).toBe('planned');
    expect(plan.diagnostics).toMatchObject([
      {
        code: 'plan/cycle',
        severity: 'error',
        message: 'these jobs wait for each other, so none of them can run: ns::a → ns::b → ns::a',
        related: [{message: 'ns::a depends on ns::b'}, {message: 'ns::b depends on ns::a'}],
      },
    ]);
  });

  it('may be a job that waits for itself', () => {
    const plan = planIncluding(
      ['a', 'b'],
      [job('a', {depends: 'a'}), job('b', {group: 'g', after: 'b'}), job('c', {group: 'g'})],
    );
    expect(fateOf(plan, id('a'))).toBe('dropped: cycle');
    expect(fateOf(plan, id('b'))).toBe('dropped: cycle');
    expect(plan.diagnostics[0]?.message).toBe('ns::a waits for itself, so it cannot run');
  });

  it('may have a hundred jobs; who depends on one is inhibited, who comes after it is not', () => {
    const ring = Array.from({length: 100}, (_, at) => job(`j${at}`, {depends: `j${(at + 1) % 100}`}));
    const plan = planIncluding(
      ['d', 'e', 'f'],
      [...ring, job('d', {depends: 'j7'}), job('e', {depends: 'd'}), job('f', {after: 'j3'})],
    );
    expect(plan.jobs).toHaveLength(103);
    expect(plan.diagnostics).toHaveLength(1);
    expect(plan.diagnostics[0]?.related).toHaveLength(100);
    expect(lineOf(plan, id('d'))).toMatchObject({
      status: 'inhibited',
      inhibitor: {type: 'dependency-failed', job: 'ns::j7', outcome: 'not-run'},
    });
    expect(fateOf(plan, id('e'))).toBe('inhibited: dependency-failed');
    expect(fateOf(plan, id('f'))).toBe('planned');
  });

  it('are found among resources too', () => {
    const plan = planIncluding(
      ['a'],
      [job('a', {requires: "r.x == '1'"}), resource('r', {requires: "s.x == '1'"}), resource('s', {depends: 'r'})],
    );
    expect(fateOf(plan, id('r'))).toBe('dropped: cycle');
    expect(lineOf(plan, id('a'))).toMatchObject({
      status: 'inhibited',
      inhibitor: {type: 'requirement-unknown', reason: 'the resource job ns::r does not run'},
    });
  });
});

describe('size', () => {
  it('a cycle of 10,000 is told in a few words by each of its jobs', () => {
    const round = Array.from({length: 10_000}, (_, at) => job(`j${at}`, {depends: `j${(at + 1) % 10_000}`}));
    const plan = planIncluding(['j.*'], round);
    expect(plan.jobs).toHaveLength(10_000);
    for (const line of plan.jobs) {
      expect(line).toMatchObject({status: 'dropped', inhibitor: {type: 'cycle', jobCount: 10_000}});
    }
    expect(plan.diagnostics).toHaveLength(1);
    expect(plan.diagnostics[0]?.message).toMatch(/ → … 9900 more → ns::j0$/);
    expect(JSON.stringify(plan.jobs.map((line) => line.status === 'dropped' && line.inhibitor)).length).toBeLessThan(
      5e6,
    );
  });

  const chain = (length: number): readonly UnitText[] =>
    Array.from({length}, (_, at) => job(`j${at}`, at === 0 ? {} : {depends: `j${at - 1}`}));

  it.each([500, 100_000])(
    'L1: a chain of %i, only its end included',
    (length) => {
      const plan = planIncluding([`j${length - 1}`], chain(length));
      expect(plan.jobs).toHaveLength(length);
      expect(plan.jobs.every((line, at) => line.id === `ns::j${at}` && line.status === 'planned')).toBe(true);
    },
    60_000,
  );

  it('plans 10,000 jobs that all wait for one', () => {
    const fan = Array.from({length: 10_000}, (_, at) => job(`f${at}`, {depends: 'hub'}));
    const plan = planIncluding(['f.*'], [...fan, job('hub')]);
    expect(plan.jobs).toHaveLength(10_001);
    expect(plan.jobs[0]?.id).toBe('ns::hub');
  });
});
