import {describe, expect, it} from 'vitest';
import {partialId} from '../../src/base/ids.ts';
import type {UnitSet} from '../../src/catalog/unit-set.ts';
import {adHocPlan} from '../../src/planner/ad-hoc-plan.ts';
import {type Selection, type SelectOptions, selectPlan} from '../../src/planner/select.ts';
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
  withInstances,
} from '../helpers/units.ts';

function select(units: readonly UnitText[], options?: SelectOptions): Selection {
  const set = unitSet(units);
  return selectPlan(set, planNamed(set, 'p'), options);
}

function selected({jobs}: Selection): readonly string[] {
  return jobs.map(({job: {id: full}}) => partialId(full));
}

function codes({diagnostics}: Selection): readonly string[] {
  return diagnostics.map(({code}) => code);
}

const abc = [job('a'), job('b'), job('c')];

describe('the lines of a test plan', () => {
  it('select in the order of sections, lines and files, each job once', () => {
    const selection = select([
      ...['m', 'x1', 'x2', 'boot', 'z'].map((name) => (name === 'boot' ? resource(name) : job(name))),
      setupJob('prepare'),
      testPlan('p', {
        include: ['z', 'x.*', 'm', 'boot', 'x2'],
        mandatory_include: ['m'],
        bootstrap_include: ['boot'],
        setup_include: ['prepare'],
      }),
    ]);
    expect(selected(selection)).toEqual(['prepare', 'boot', 'm', 'z', 'x1', 'x2']);
    expect(selection.jobs.map(({by}) => by.section)).toEqual([
      'setup',
      'bootstrap',
      'mandatory',
      'include',
      'include',
      'include',
    ]);
    expect(selection.diagnostics).toEqual([]);
  });

  it('take the namespace of their plan unless they have one', () => {
    const own = readUnits([...abc, testPlan('p', {include: ['a', 'other::a', '.*::b']})]);
    const other = readUnits(abc, {namespace: 'other', provider: 'other', path: 'other.pxu'});
    const set = mergeSets([own, other]);
    const selection = selectPlan(set, planNamed(set, 'p'));
    expect(selection.jobs.map((line) => line.job.id)).toEqual(['ns::a', 'other::a', 'ns::b', 'other::b']);
  });

  it('D2: name the nearest id where nobody has theirs', () => {
    const selection = select([
      job('disk/read_test'),
      template('net/{name}', 'res'),
      resource('res'),
      testPlan('p', {include: ['disk/raed_test', 'net/nam', 'qqq']}),
    ]);
    expect(selection.refused.map(({inhibitor}) => inhibitor)).toEqual([
      {type: 'unknown-id', id: 'ns::disk/raed_test', nearest: 'ns::disk/read_test'},
      {type: 'unknown-id', id: 'ns::qqq'},
    ]);
    expect(selection.diagnostics.map(({code, suggestion}) => [code, suggestion])).toEqual([
      ['plan/unknown-id', 'ns::disk/read_test'],
      ['plan/unknown-id', undefined],
    ]);
  });

  it('find the same id in another namespace', () => {
    const own = readUnits([testPlan('p', {include: ['a']})]);
    const other = readUnits(abc, {namespace: 'other', provider: 'other', path: 'other.pxu'});
    const set = mergeSets([own, other]);
    expect(selectPlan(set, planNamed(set, 'p')).diagnostics[0]?.suggestion).toBe('other::a');
  });

  it('say what cannot be a pattern and what matches nothing', () => {
    const selection = select([...abc, testPlan('p', {include: ['(a', 'z.*', 'a'], exclude: ['[']})]);
    expect(codes(selection)).toEqual(['plan/bad-pattern', 'plan/matches-nothing', 'plan/bad-pattern']);
    expect(selected(selection)).toEqual(['a']);
    expect(selection.refused.map((line) => line.id)).toEqual(['ns::(a', 'ns::[']);
  });

  it('keep setup jobs apart', () => {
    const selection = select([
      ...abc,
      setupJob('prepare'),
      testPlan('p', {include: ['.*'], setup_include: ['a', 'prepare']}),
    ]);
    expect(selected(selection)).toEqual(['prepare', 'a', 'b', 'c']);
    expect(codes(selection)).toEqual(['plan/wrong-section']);
    expect(selection.refused[0]?.inhibitor.type).toBe('not-runnable');
  });

  it('run a setup job where it is included, with a warning', () => {
    const selection = select([...abc, setupJob('prepare'), testPlan('p', {include: ['prepare', 'a']})]);
    expect(selected(selection)).toEqual(['prepare', 'a']);
    expect(selection.diagnostics).toMatchObject([{code: 'plan/wrong-section', severity: 'warning'}]);
  });

  it('select nothing in an empty plan', () => {
    const selection = select([...abc, testPlan('p')]);
    expect(selection.jobs).toEqual([]);
    expect(selection.diagnostics).toEqual([]);
  });
});

describe('templates', () => {
  const units = [
    resource('res'),
    template('disk/read_{name}', 'res'),
    template('net/{{name}}', 'res', {'template-engine': 'jinja2'}),
  ];

  it('are wanted by their id, and by what could be an instance', () => {
    const wanted = (line: string): readonly string[] =>
      select([...units, testPlan('p', {include: [line]})]).templates.map(({template: {id: full}}) => partialId(full));
    expect(wanted('disk/read_name')).toEqual(['disk/read_name']);
    expect(wanted('disk/read_sda')).toEqual(['disk/read_name']);
    expect(wanted('disk/.*')).toEqual(['disk/read_name']);
    expect(wanted('disk/read_sd[ab]')).toEqual(['disk/read_name']);
    expect(wanted('net/eth0')).toEqual(['net/name']);
    expect(wanted('.*')).toEqual(['disk/read_name', 'net/name']);
  });

  it('yield their instances in record order, in the place of the template', () => {
    const set = withInstances(
      unitSet([job('disk/a'), ...units, job('disk/z'), testPlan('p', {include: ['disk/.*']})]),
      'disk/read_name',
      new Map([
        [10, job('disk/read_b')],
        [2, job('disk/read_c')],
      ]),
    );
    expect(selected(selectPlan(set, planNamed(set, 'p')))).toEqual(['disk/a', 'disk/read_c', 'disk/read_b', 'disk/z']);
    const named = adHocPlan(['ns::disk/read_name']);
    expect(selected(selectPlan(set, named))).toEqual(['disk/read_c', 'disk/read_b']);
  });

  it('can be excluded by id, and by an expression that all their instances match', () => {
    const wanted = (exclude: string): number =>
      select([...units, testPlan('p', {include: ['disk/read_name'], exclude: [exclude]})]).templates.length;
    expect(wanted('disk/read_name')).toBe(0);
    expect(wanted('disk/.*')).toBe(0);
    expect(wanted('disk/read_s.*')).toBe(1);
  });
});

describe('nested parts', () => {
  // p ── q ── r        p's own lines first, then what it nests, depth first
  //  └── s ── r
  const nested = [
    ...abc,
    job('d'),
    testPlan('p', {include: ['b'], nested_part: ['q', 's']}),
    testPlan('q', {include: ['c'], nested_part: ['r']}),
    testPlan('r', {include: ['a'], mandatory_include: ['d']}),
    testPlan('s', {include: ['c', 'b'], nested_part: ['r']}),
  ];

  it('follow the plan that nests them, mandatory jobs first', () => {
    expect(selected(select(nested))).toEqual(['d', 'b', 'c', 'a']);
  });

  it('exclude for the whole plan, save what is mandatory', () => {
    const selection = select([
      ...abc,
      testPlan('p', {include: ['a', 'b'], nested_part: ['q'], mandatory_include: ['c']}),
      testPlan('q', {include: ['a'], exclude: ['b', 'c']}),
    ]);
    expect(selected(selection)).toEqual(['c', 'a']);
    expect([...selection.excluded]).toMatchObject([['ns::b', {plan: 'ns::q', pattern: 'b'}]]);
  });

  it('may not lead back: the cycle is named with its path', () => {
    const selection = select([
      ...abc,
      testPlan('p', {include: ['a'], nested_part: ['q']}),
      testPlan('q', {include: ['b'], nested_part: ['r']}),
      testPlan('r', {include: ['c'], nested_part: ['q', 'p']}),
    ]);
    expect(selected(selection)).toEqual(['a', 'b', 'c']);
    expect(selection.diagnostics.map(({message}) => message)).toEqual([
      'this test plan is nested in itself: ns::q → ns::r → ns::q',
      'this test plan is nested in itself: ns::p → ns::q → ns::r → ns::p',
    ]);
    expect(selection.diagnostics[0]?.related).toHaveLength(2);
  });

  it('may not be the plan itself, nor be unknown', () => {
    const selection = select([
      ...abc,
      testPlan('p', {include: ['a'], nested_part: ['p', 'plan-b']}),
      testPlan('plan-a'),
    ]);
    expect(selected(selection)).toEqual(['a']);
    expect(selection.diagnostics).toMatchObject([
      {code: 'plan/nested-cycle'},
      {code: 'plan/unknown-nested-part', suggestion: 'ns::plan-a'},
    ]);
    expect(selection.refused).toMatchObject([
      {id: 'ns::plan-b', inhibitor: {message: 'there is no test plan ns::plan-b (did you mean ns::plan-a?)'}},
    ]);
  });

  it('go to any depth', () => {
    const depth = 5000;
    const plans = Array.from({length: depth}, (_, at) =>
      testPlan(at === 0 ? 'p' : `p${at}`, {include: [`j${at}`], nested_part: at + 1 < depth ? [`p${at + 1}`] : []}),
    );
    const jobs = Array.from({length: depth}, (_, at) => job(`j${at}`));
    expect(selected(select([...jobs, ...plans]))).toEqual(Array.from({length: depth}, (_, at) => `j${at}`));
  });
});

describe('match and exclude of a session', () => {
  const units = [
    resource('res'),
    ...abc,
    job('net/a'),
    template('net/{name}_up', 'res'),
    testPlan('p', {include: ['.*'], mandatory_include: ['c'], bootstrap_include: ['res']}),
  ];

  it('keep what matches, what is mandatory and what is bootstrapped', () => {
    const selection = select(units, {match: ['.*net.*']});
    expect(selected(selection)).toEqual(['res', 'c', 'net/a']);
    expect(selection.templates).toHaveLength(1);
    expect(select(units, {match: ['ns::b']}).templates).toEqual([]);
  });

  it('prefer exclude to match, in every section', () => {
    const selection = select(units, {match: ['.*net.*'], exclude: ['net/a', '.*::c', 'res']});
    expect(selected(selection)).toEqual([]);
    expect([...selection.barred.keys()]).toEqual(['ns::net/a', 'ns::c', 'ns::res']);
  });
});

describe('a plan made of patterns', () => {
  it('selects from all namespaces', () => {
    const set = mergeSets([
      readUnits(abc),
      readUnits([job('a'), job('z')], {namespace: 'other', provider: 'other', path: 'other.pxu'}),
    ]);
    const selection = selectPlan(set, adHocPlan(['[az]', 'ns::b', 'nonesuch']));
    expect(selection.jobs.map((line) => line.job.id)).toEqual(['ns::a', 'other::a', 'other::z', 'ns::b']);
    expect(selection.diagnostics).toMatchObject([{code: 'plan/unknown-id', span: {start: 11, end: 19}}]);
    expect(selected(selectPlan(set, adHocPlan(['a'])))).toEqual(['a', 'a']);
  });
});

describe('match', () => {
  it('looks only for templates that could make what it names', () => {
    const units = [
      resource('res'),
      template('disk_{name}', 'res'),
      template('net_{name}', 'res'),
      template('{name}_x', 'res'),
    ];
    const wanted = (match: readonly string[]): readonly string[] =>
      select([...units, testPlan('p', {include: ['.*']})], {match}).templates.map(({template: {id}}) => partialId(id));
    expect(wanted(['disk_.*'])).toEqual(['disk_name', 'name_x']);
    expect(wanted(['ns::disk_a'])).toEqual(['disk_name']);
    expect(wanted(['other::.*', 'name_x'])).toEqual(['name_x']);
  });

  it('says which of its patterns meet nothing that the plan includes', () => {
    const units = [...abc, job('disk/read'), resource('res'), template('net_{name}', 'res')];
    const told = (match: readonly string[]): readonly unknown[] =>
      select([...units, testPlan('p', {include: ['[ab]', 'disk/read', 'net_.*'], mandatory_include: ['c']})], {
        match,
      }).diagnostics.map(({code, span, suggestion}) => [code, span.file.text, suggestion]);
    expect(told(['a', 'ns::b', 'disk/.*', 'net_eth0', 'net_{name}', '.*_eth1'])).toEqual([]);
    expect(told(['disk/raed', 'b', 'ns::disk/raed', 'usb/.*', 'c'])).toEqual([
      ['plan/unmet-match', 'disk/raed', 'disk/read'],
      ['plan/unmet-match', 'ns::disk/raed', 'ns::disk/read'],
      ['plan/unmet-match', 'usb/.*', undefined],
      ['plan/unmet-match', 'c', undefined],
    ]);
  });
});

describe('speed', () => {
  it('reads 800 plans of 30 patterns over 5,000 units', () => {
    const jobs = Array.from({length: 5000}, (_, at) => job(`area${at % 50}/job_${at}`));
    const plans = Array.from({length: 800}, (_, plan) =>
      testPlan(plan === 0 ? 'p' : `p${plan}`, {
        include: Array.from({length: 30}, (_, at) =>
          at % 3 === 0 ? `area${(plan + at) % 50}/.*_${at}\\d` : `area${at}/job_${at + 50 * (plan % 90)}`,
        ),
      }),
    );
    const set = unitSet([...jobs, ...plans]);
    let count = 0;
    for (const plan of set.testPlans.values()) count += selectPlan(set, plan).jobs.length;
    expect(count).toBeGreaterThan(800 * 20);
  });

  it('reads 10,000 patterns that match nothing', () => {
    const include = Array.from({length: 10_000}, (_, at) => `none${at}/x?.*`);
    const selection = select([...abc, testPlan('p', {include})]);
    expect(selection.diagnostics).toHaveLength(10_000);
  });

  it('holds 10,000 patterns that may begin with anything against 5,000 units in bounded time', () => {
    const jobs = Array.from({length: 5000}, (_, at) => job(`j${at}`));
    const set = (line: (at: number) => string) =>
      unitSet([...jobs, testPlan('p', {include: Array.from({length: 10_000}, (_, at) => line(at))})]);
    const selected = (units: UnitSet): Selection => selectPlan(units, planNamed(units, 'p'));
    expect(selected(set((at) => `.*[a-c]${at}x?.*`)).refused).toEqual([]);
    const anything = selected(set((at) => `.*::.*[a-c]{${(at % 100) + 1}}[d-f]{${Math.floor(at / 100) + 1}}`));
    expect(anything.refused.length).toBeGreaterThan(1000);
    expect(anything.refused[0]?.inhibitor).toMatchObject({message: expect.stringContaining('too slowly')});
  });
});
