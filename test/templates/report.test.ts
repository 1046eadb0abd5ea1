import {describe, expect, it} from 'vitest';
import {unitId} from '../../src/base/ids.ts';
import {explainExpansion, recordNumbers, whyNot} from '../../src/templates/explain-expansion.ts';
import {placeholders, undeclaredKeys} from '../../src/templates/placeholders.ts';
import {missingResource} from '../../src/templates/resource-report.ts';
import type {Template} from '../../src/units/unit.ts';
import {context, expand, expandFrom, known, res, template, templatesOf} from './setting.ts';

const simple = template('id: t_{model}', 'command: show {model}');

describe('why a template made nothing', () => {
  it('a typing error in the filter', () => {
    const made = template("template-filter: res.modle == 'x'", 'id: t_{model}', 'command: true');
    const report = explainExpansion(expand(made, [{model: 'x'}, {model: 'y'}]));
    expect(report.summary).toBe(
      'com.example::t_model makes nothing: no record of res has a key `modle`; did you mean `model`?',
    );
    expect(report.causes).toEqual([
      {
        kind: 'undecided',
        message: 'no record of res has a key `modle`; did you mean `model`?',
        records: [0, 1],
        hint: "res.modle == 'x'",
      },
    ]);
    expect(report.about).toMatchObject([{code: 'template/no-match', suggestion: 'model'}]);
  });

  it('a missing key', () => {
    const report = explainExpansion(expand(simple, [{modle: 'x'}]));
    expect(report.summary).toBe(
      'com.example::t_model makes nothing: the record has no key "model"; did you mean modle? (all of 1 record of com.example::res)',
    );
    expect(report.causes).toEqual([
      {kind: 'failed', message: 'the record has no key "model"', records: [0], hint: 'modle'},
    ]);
  });

  it('a resource without records', () => {
    const report = explainExpansion(expand(simple, []));
    expect(report.summary).toBe('com.example::t_model makes nothing: com.example::res has no records');
    expect(report.about).toMatchObject([{code: 'template/no-records', message: 'com.example::res has no records'}]);
  });

  it('a probe that failed', () => {
    const report = explainExpansion(expandFrom(simple, {state: 'unknown', reason: 'udevadm is not there'}));
    expect(report.summary).toBe(
      'com.example::t_model makes nothing: com.example::res is unknown: udevadm is not there',
    );
    expect(report.causes).toMatchObject([{kind: 'resource', records: []}]);
  });

  it('a resource of another namespace', () => {
    const knownResources = [unitId('org.other', 'res'), unitId('com.example', 'unrelated')];
    const state = {state: 'unknown', reason: 'it has not been run'} as const;
    const report = explainExpansion(expandFrom(simple, state, {...context, knownResources}));
    expect(report.summary).toBe(
      'com.example::t_model makes nothing: there is no resource com.example::res; org.other::res has this name: write `template-imports: from org.other import res as res`',
    );
    expect(report.about).toMatchObject([{code: 'template/unknown-resource', suggestion: 'org.other::res'}]);
  });

  it('a filter that says no', () => {
    const made = template("template-filter: res.m == 'x'", 'id: t_{m}', 'command: true');
    expect(explainExpansion(expand(made, [{m: 'y'}, {m: 'z'}])).nothing).toBe(
      'its filter lets none of the 2 records of com.example::res through',
    );
  });

  it('some of it for one reason and some for another', () => {
    const made = template("template-filter: res.m != 'x'", 'id: t_{m}', 'command: show {size} {bus}');
    const records = [{m: 'x'}, {m: 'y', size: '1'}, {m: 'z', bus: '1'}];
    expect(explainExpansion(expand(made, records)).nothing).toBe(
      'of 3 records of com.example::res, 1 filtered out, 2 failed',
    );
    expect(explainExpansion(expand(made, records.slice(0, 2))).nothing).toBe(
      'the record has no key "bus" (1 of 2 records of com.example::res)',
    );
  });

  it('a resource that is there under a whole id', () => {
    const id = unitId('com.example', 'res');
    const text = 'unit: template\ntemplate-resource: org.other::res\nid: t_{m}\nplugin: shell\ncommand: true\n';
    const [whole = simple] = templatesOf(text);
    expect(missingResource(whole, {...context, knownResources: [id]})?.message).toMatch(
      /: write `template-resource: res`$/,
    );
    expect(missingResource(whole, {...context, knownResources: [unitId('org.third', 'res')]})?.message).toMatch(
      /: write `template-resource: org\.third::res`$/,
    );
  });

  it('a job that is no resource job', () => {
    expect(missingResource(simple, {...context, knownResources: [], isJob: () => true})?.message).toBe(
      'com.example::res is a job, but no resource job, and so has no records',
    );
  });

  it('a name that is nearly right', () => {
    const ids = [unitId('com.example', 'ress'), unitId('com.example', 'other')];
    expect(missingResource(simple, {...context, knownResources: ids})).toMatchObject({suggestion: 'com.example::ress'});
    expect(missingResource(simple, {...context, knownResources: [res]})).toBeUndefined();
  });
});

describe('what became of one record', () => {
  const made = template("template-filter: res.k == 'x'", 'id: t_{m}', 'command: true');
  const expansion = expand(made, [{k: 'x', m: 'a'}, {k: 'y', m: 'b'}, {k: 'x'}, {k: 'x', m: 'a', z: '1'}]);

  it.each([
    [0, 'record 0 makes com.example::t_a'],
    [1, "record 1: res.k is 'y'"],
    [2, 'record 2: the record has no key "m"'],
    [3, 'record 3: the same unit as record 0'],
    [4, 'com.example::res has 4 records, counted from 0'],
  ])('%i', (record, expected) => {
    expect(whyNot(expansion, record)).toBe(expected);
  });

  it('is told once for records with the same reason', () => {
    const all = expand(
      made,
      Array.from({length: 50}, () => ({k: 'y'})),
    );
    expect(explainExpansion(all).causes).toHaveLength(1);
    expect(recordNumbers([0, 1, 2, 5, 7, 8, 20])).toBe('0 to 2, 5, 7, 8 and 20');
    expect(recordNumbers([3])).toBe('3');
  });
});

describe('T2: the keys of a template', () => {
  const keysOf = (made: Template): readonly (readonly [string, string])[] =>
    placeholders(made).map(({key, field}) => [field, key]);

  it('are those of its placeholders, with their places', () => {
    const made = template('id: t_{name}', 'command: show {name} {bluez-test:>3} {__index__} ${{X}}');
    expect(keysOf(made)).toEqual([
      ['id', 'name'],
      ['command', 'name'],
      ['command', 'bluez-test'],
    ]);
    for (const {key, span} of placeholders(made)) expect(span.file.text.slice(span.start, span.end)).toBe(key);
  });

  it('are those that a Jinja text takes from the record', () => {
    const made = template(
      'template-engine: jinja2',
      'id: t_{{ name }}',
      'command:',
      ' {% set own = other.split("/")[-1] %}{{ own }} {{ name|replace("a", second) }} {{ __system_env__["X"] }}',
      ' {%- for item in things if item.x == "name2" %}{{ item }} {{ loop.index }}{% endfor %} {{ f(key=third) }}',
      ' {% if fourth is defined %}{{ fifth | default("x") }}{% endif %} {# {{ no }} #} {{ "{{ no }}" }} {{ not sixth }}',
    );
    expect(keysOf(made).map(([, key]) => key)).toEqual([
      'name',
      'other',
      'name',
      'second',
      'things',
      'f',
      'third',
      'fourth',
      'fifth',
      'sixth',
    ]);
    expect(
      placeholders(made)
        .filter(({optional}) => optional)
        .map(({key}) => key),
    ).toEqual(['fourth', 'fifth']);
    for (const {key, span} of placeholders(made)) expect(span.file.text.slice(span.start, span.end)).toBe(key);
  });

  it('are an error where the resource does not declare them', () => {
    const made = template('id: t_{name}', 'command: echo {nosuchkey} {nam}');
    expect(undeclaredKeys(made, ['name', 'path'])).toMatchObject([
      {code: 'template/undeclared-key', severity: 'error', message: 'com.example::res declares no key "nosuchkey"'},
      {code: 'template/undeclared-key', severity: 'error', suggestion: 'name'},
    ]);
  });

  it('may be missing from the prose of a Jinja template, or where it says so', () => {
    const lines = [
      'template-engine: jinja2',
      'id: t_{{ n }}',
      '_summary: {{ x }}',
      'command: true {{ y|default("") }}',
    ];
    expect(undeclaredKeys(template(...lines), ['n'])).toMatchObject([{severity: 'warning'}]);
  });
});

it('reads a record of a partial resource like any other', () => {
  const state = {...known({model: 'a'}), partial: 'line 2 is no record'};
  expect(whyNot(expandFrom(simple, state), 0)).toBe('record 0 makes com.example::t_a');
});
