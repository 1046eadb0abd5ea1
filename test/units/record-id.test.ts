import {describe, expect, it} from 'vitest';
import {buildUnit} from '../../src/units/build-unit.ts';
import {recordId, slugOfTemplate} from '../../src/units/record-id.ts';
import {only, pxu} from './helpers.ts';

const template = 'unit: template\ntemplate-resource: r\nplugin: shell\ncommand: true\n';

describe('recordId', () => {
  it.each([
    ['a job', 'id: a\nflags: simple\n', 'a'],
    ['a job of the old spelling', 'name: old\nflags: simple\n', 'old'],
    ['a test plan', 'unit: test plan\nid: plan\nname: The plan\n', 'plan'],
    ['a template', `${template}id: each_{name}\n`, 'each_name'],
    ['a template with an id of its own', `${template}template-id: own\nid: each_{name}\n`, 'own'],
    ['a template of the old spelling', `${template}name: each_{name}\n`, 'each_name'],
  ])('is the id of the unit that is built of %s', (_, text, partial) => {
    const record = only(pxu(text));
    expect(recordId(record)).toBe(`com.example::${partial}`);
    expect(buildUnit(record).value?.id).toBe(recordId(record));
  });

  it.each([
    ['a unit without an id', 'unit: test plan\nname: The plan\n'],
    ['a template of packages', 'unit: template\ntemplate-unit: packaging meta-data\nname: no id\n'],
  ])('is none for %s', (_, text) => {
    expect(recordId(only(pxu(text)))).toBeUndefined();
  });
});

describe('slugOfTemplate', () => {
  it.each([
    ['stress/reboot_{iterations}_times', 'stress/reboot_iterations_times'],
    ['a_{{ driver }}_{{ bus }}', 'a_driver_bus'],
  ])('of %s is %s', (id, slug) => {
    expect(slugOfTemplate(id)).toBe(slug);
  });
});
