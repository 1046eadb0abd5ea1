import {expect, it} from 'vitest';
import {unitId} from '../../src/base/ids.ts';
import {referencedBy} from '../../src/catalog/references.ts';
import {id, job, resource, template, testPlan, unitSet} from '../helpers/units.ts';

const set = unitSet([
  resource('dev'),
  job('a', {depends: 'b c', after: 'other::d', before: 'e', salvages: 'b', category_id: 'disk'}),
  job('b', {imports: 'from other import dev'}),
  template('t-{name}', 'dev'),
  testPlan('plan', {
    include: ['a certification-status=blocker', 'other::x', 'b.*'],
    exclude: 'c',
    nested_part: 'inner',
    bootstrap_include: 'dev',
    category_overrides: 'apply disk to a',
  }),
]);

function whoNames(wanted: string): readonly string[] {
  const [namespace = '', partial = ''] = wanted.includes('::') ? wanted.split('::') : ['ns', wanted];
  return (referencedBy(set).get(unitId(namespace, partial)) ?? []).map(({from, field}) => `${from.id} ${field}`);
}

it('knows the fields in which a unit is named', () => {
  expect(whoNames('b')).toEqual(['ns::a depends', 'ns::a salvages']);
  expect(whoNames('c')).toEqual(['ns::a depends', 'ns::plan exclude']);
  expect(whoNames('e')).toEqual(['ns::a before']);
  expect(whoNames('other::d')).toEqual(['ns::a after']);
  expect(whoNames('other::dev')).toEqual(['ns::b imports']);
  expect(whoNames('other::x')).toEqual(['ns::plan include']);
  expect(whoNames('inner')).toEqual(['ns::plan nested_part']);
  expect(whoNames('disk')).toEqual(['ns::a category_id', 'ns::plan category_overrides']);
  expect(whoNames('dev')).toEqual(['ns::t-name template-resource', 'ns::plan bootstrap_include']);
});

it('remembers where each was written', () => {
  const [reference] = referencedBy(set).get(id('c')) ?? [];
  const {file, start, end} = reference?.span ?? {file: {text: ''}, start: 0, end: 0};
  expect(file.text.slice(start, end)).toBe('c');
});
