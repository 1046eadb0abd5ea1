import {describe, expect, it} from 'vitest';
import {expansionToJson} from '../../src/templates/expansion-json.ts';
import {slug} from '../../src/templates/slug.ts';
import {fc} from '../helpers/property.ts';
import {expand, expandFrom, fieldsOf, known, partialIds, resourceJob, template, templatesOf} from './setting.ts';

const simple = template('id: t_{model}', 'summary: Model {model}', 'command: show {model}');

describe('a template', () => {
  it('makes one job of each record', () => {
    const expansion = expand(simple, [{model: 'a'}, {model: 'b'}]);
    expect(partialIds(expansion)).toEqual(['t_a', 't_b']);
    expect(fieldsOf(expansion, 'command')).toEqual(['show a', 'show b']);
    expect(expansion.instances.map(({unit}) => unit.instance)).toEqual(
      [0, 1].map((record) => ({template: 'com.example::t_model', resource: 'com.example::res', record})),
    );
    expect(expansion).toMatchObject({state: 'known', recordCount: 2, filtered: [], failed: [], diagnostics: []});
  });

  it('takes the records that its filter lets through, and counts those', () => {
    const made = template("template-filter: res.kind == 'x'", 'id: t_{__index__}_{model}', 'command: true');
    const expansion = expand(made, [
      {kind: 'y', model: 'a'},
      {kind: 'x', model: 'b'},
      {kind: 'x', model: 'c'},
    ]);
    expect(partialIds(expansion)).toEqual(['t_1_b', 't_2_c']);
    expect(expansion.filtered.map(({record, reason, line, unknown}) => ({record, reason, line, unknown}))).toEqual([
      {record: 0, reason: "res.kind is 'y'", line: "res.kind == 'x'", unknown: false},
    ]);
    expect(expansion.instances.map(({record}) => record)).toEqual([1, 2]);
  });

  it('makes units of any kind', () => {
    const manifest = template('template-unit: manifest entry', 'id: has_{m}', '_name: A {m}', 'value-type: bool');
    expect(expand(manifest, [{m: 'a'}]).instances[0]?.unit).toMatchObject({kind: 'manifest entry', name: 'A a'});
  });

  it('makes templates', () => {
    const lines = [
      'template-unit: template',
      'template-id: outer',
      'template-template-resource: {x}_res',
      'template-template-id: inner_{x}',
      'id: t_{x}_{{y}}',
      'command: show {{y}}',
    ];
    const [made] = expand(template(...lines), [{x: 'a'}]).instances;
    expect(made?.unit).toMatchObject({
      kind: 'template',
      id: 'com.example::inner_a',
      resource: {id: 'com.example::a_res'},
    });
    if (made?.unit.kind !== 'template') throw new Error('this is no template');
    expect(partialIds(expandFrom(made.unit, known({y: 'b'})))).toEqual(['t_a_b']);
  });

  it('fills in lists and maps of a YAML file as it does texts', () => {
    const [unit] = expand(template('id: t_{m}', 'command: true', 'flags: {f}'), [
      {m: 'a', f: 'simple preserve-locale'},
    ]).instances;
    expect(unit?.unit).toMatchObject({flags: ['simple', 'preserve-locale']});
  });
});

describe('T1: a record that lacks a key', () => {
  const made = template('id: t_{model}', 'command: true');
  const expansion = expand(made, [{model: 'a'}, {modle: 'b'}, {model: 'c'}]);

  it('fails alone, with its number, the key and the nearest one', () => {
    expect(partialIds(expansion)).toEqual(['t_a', 't_c']);
    expect(expansion.failed).toMatchObject([
      {
        record: 1,
        code: 'template/missing-key',
        key: 'model',
        nearest: 'modle',
        message: 'the record has no key "model"',
      },
    ]);
  });

  it('is an error at the placeholder', () => {
    const [diagnostic] = expansion.diagnostics;
    expect(diagnostic).toMatchObject({
      code: 'template/missing-key',
      severity: 'error',
      message: 'record 1 of com.example::res: the record has no key "model"',
      suggestion: 'modle',
    });
    expect(diagnostic?.span.file.text.slice(diagnostic.span.start, diagnostic.span.end)).toBe('model');
  });

  it('fails in either engine', () => {
    const jinja = template('template-engine: jinja2', 'id: t_{{ model }}', 'command: true');
    expect(expand(jinja, [{modle: 'b'}]).failed).toMatchObject([{record: 0, key: 'model', nearest: 'modle'}]);
  });

  it('leaves a gap in the prose of a Jinja template', () => {
    const lines = ['template-engine: jinja2', 'id: t_{{ m }}', '_summary: {{ vendor }} {{ m }}', 'command: true'];
    const [instance] = expand(template(...lines), [{m: 'a'}]).instances;
    expect(instance?.notices).toMatchObject([{code: 'template/absent-key'}]);
  });
});

describe('T3: a filter that lets nothing through', () => {
  it('names the key that no record has', () => {
    const made = template("template-filter: res.modle == 'x'", 'id: t_{model}', 'command: true');
    const {instances, filtered, diagnostics} = expand(made, [{model: 'x'}, {model: 'y'}, {model: 'z'}]);
    expect(instances).toEqual([]);
    expect(filtered.map(({record, unknown}) => ({record, unknown}))).toEqual(
      [0, 1, 2].map((record) => ({record, unknown: true})),
    );
    expect(diagnostics).toMatchObject([{code: 'template/no-match', severity: 'warning', suggestion: 'model'}]);
    expect(diagnostics[0]?.message).toBe('0 of 3 records matched; `modle` is a key of no record, `model` is');
  });

  it('is only mentioned where the key is there or declared', () => {
    const made = template("template-filter: res.model == 'q'", 'id: t_{model}', 'command: true');
    expect(expand(made, [{model: 'x'}]).diagnostics).toMatchObject([{code: 'template/no-match', severity: 'advice'}]);
    const declared = resourceJob('command: true', 'keys:', ' model: string', ' color: string');
    const other = template("template-filter: res.color == 'q'", 'id: t_{model}', 'command: true');
    const {diagnostics, filtered} = expand(other, [{model: 'x'}], {resourceJob: () => declared});
    expect(diagnostics).toMatchObject([{code: 'template/no-match', severity: 'advice'}]);
    // A probe leaves out what it could not read.
    expect(filtered).toMatchObject([{record: 0, unknown: true}]);
  });

  it('is not mentioned where the filter cannot be read', () => {
    const made = template("template-filter: res.model = 'q'", 'id: t_{model}', 'command: true');
    expect(expand(made, [{model: 'x'}]).diagnostics.map(({code}) => code)).toEqual(['expression/syntax']);
  });
});

describe('T4: a value in an id', () => {
  it('is one word', () => {
    const made = template('id: t_{m}', 'depends: u_{m} v', 'command: true');
    const expansion = expand(made, [{m: 'a b'}]);
    expect(partialIds(expansion)).toEqual(['t_a_b']);
    expect(fieldsOf(expansion, 'depends')).toEqual(['u_a_b v']);
    expect(expansion.instances[0]?.notices.map(({code}) => code)).toContain('template/slugged-value');
  });

  it('collides after slugging like any other', () => {
    const made = template('id: t_{m}', 'command: show {m}');
    expect(expand(made, [{m: 'a b'}, {m: 'a  b'}]).failed.map(({code}) => code)).toEqual([
      'template/id-collision',
      'template/id-collision',
    ]);
  });

  it.each([
    ['sda', 'sda'],
    ['wlp3s0.1', 'wlp3s0.1'],
    ['00:1f.2', '00:1f.2'],
    ['/dev/ttyS0', '/dev/ttyS0'],
    ['a+b@c%d,e=f', 'a+b@c%d,e=f'],
    ['Webcam (HD)', 'Webcam_HD_'],
    ['  a\tb\n', '_a_b_'],
    ['input3::capslock', 'input3_capslock'],
    [':x:', '_x_'],
    ['Café 日本', 'Café_日本'],
    ['$(reboot)', '_reboot_'],
    ['', ''],
  ])('%j is written %j', (value, expected) => {
    expect(slug(value)).toBe(expected);
  });

  it('never brings a namespace or a space into an id', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (a, b) => {
        const [made] = expand(template('id: t_{a}:{b}', 'command: true'), [{a, b}]).instances;
        expect(made?.id.split('::')).toHaveLength(2);
        expect(made?.id).not.toMatch(/\s/);
      }),
    );
  });
});

describe('T5: one id, two units', () => {
  const made = template('id: t_{model}', 'command: show {serial}');
  const records = [
    {model: 'm', serial: '1', bus: 'usb'},
    {model: 'm', serial: '2', bus: 'usb'},
    {model: 'n', serial: '3', bus: 'usb'},
  ];

  it('fails both and names the keys that would tell them apart', () => {
    const expansion = expand(made, records);
    expect(partialIds(expansion)).toEqual(['t_n']);
    expect(expansion.failed).toMatchObject([
      {record: 0, code: 'template/id-collision', id: 'com.example::t_m', keys: ['serial']},
      {record: 1, code: 'template/id-collision', id: 'com.example::t_m', keys: ['serial']},
    ]);
    expect(expansion.failed[0]?.message).toBe(
      'records 0 and 1 give units of the same id com.example::t_m that are not the same; {serial} in the id would tell them apart',
    );
    expect(expansion.diagnostics).toHaveLength(1);
  });

  it('offers the index where no key tells them apart', () => {
    const same = template('id: t_{model}', 'command: show {__index__}');
    expect(expand(same, [{model: 'm'}, {model: 'm'}]).failed[0]?.message).toContain('use {__index__}');
  });
});

describe('T7: the same unit twice', () => {
  it('is there once, with a notice', () => {
    const expansion = expand(simple, [{model: 'a', x: '1'}, {model: 'b'}, {model: 'a', x: '2'}]);
    expect(partialIds(expansion)).toEqual(['t_a', 't_b']);
    expect(expansion.collapsed).toEqual([{record: 2, same: 0}]);
    expect(expansion.notices).toMatchObject([{code: 'template/identical-instances', severity: 'advice'}]);
    expect(expansion.failed).toEqual([]);
  });
});

describe('T8: any key', () => {
  it('works as a placeholder', () => {
    const made = template('id: t_{bluez-test}', 'command: show {bluez-test} {a.b}');
    expect(fieldsOf(expand(made, [{'bluez-test': 'x', 'a.b': 'y'}]), 'command')).toEqual(['show x y']);
  });
});

describe('an instance that makes no valid unit', () => {
  it('fails alone', () => {
    const made = template('id: t_{m}', 'command: true', 'estimated_duration: {d}');
    const expansion = expand(made, [
      {m: 'a', d: '10'},
      {m: 'b', d: 'soon'},
    ]);
    expect(partialIds(expansion)).toEqual(['t_a']);
    expect(expansion.failed).toMatchObject([{record: 1, code: 'template/invalid-instance'}]);
    expect(expansion.diagnostics[0]?.message).toMatch(/^record 1 of com.example::res: /);
  });

  it('fails for every record where the template itself is wrong, which is said once', () => {
    const made = template('id: t_{m}', 'command: show {m!r}');
    const expansion = expand(made, [{m: 'a'}, {m: 'b'}]);
    expect(expansion.failed.map(({record, code}) => [record, code])).toEqual([
      [0, 'template/bad-placeholder'],
      [1, 'template/bad-placeholder'],
    ]);
    expect(expansion.diagnostics).toHaveLength(1);
  });
});

describe('values in other fields', () => {
  it('cannot end a string of a resource expression', () => {
    const made = template('id: t_{__index__}', `requires: res.name == "{m}" and res.other == '{m}'`, 'command: true');
    const values = ['a', `x" or res.name != "`, `it's`, 'a\\', 'a\nb'];
    const expansion = expand(
      made,
      values.map((m) => ({m})),
    );
    expect(fieldsOf(expansion, 'requires')).toEqual([
      `res.name == "a" and res.other == 'a'`,
      `res.name == "x\\" or res.name != \\"" and res.other == 'x" or res.name != "'`,
      `res.name == "it's" and res.other == 'it\\'s'`,
      `res.name == "a\\\\" and res.other == 'a\\\\'`,
      `res.name == "a\\nb" and res.other == 'a\\nb'`,
    ]);
  });

  it('may be a name in a resource expression and nothing more', () => {
    const made = template('id: t_{__index__}', "requires: res.{m}_state == 'ok'", 'command: true');
    const expansion = expand(made, [{m: 'sda'}, {m: 'x or True or y'}]);
    expect(fieldsOf(expansion, 'requires')).toEqual(["res.sda_state == 'ok'"]);
    expect(expansion.failed).toMatchObject([{record: 1, code: 'template/unsafe-value', key: 'm'}]);
  });

  it('stay on one line where a field has one', () => {
    const made = template('id: t_{__index__}', '_summary: A {m}', 'command: true');
    expect(expand(made, [{m: 'x\ny\u001b[31m'}]).instances[0]?.unit).toMatchObject({summary: 'A x y [31m'});
  });
});

describe('a resource of which nothing is known', () => {
  it('is a reason, not an empty list', () => {
    const expansion = expandFrom(simple, {state: 'unknown', reason: 'its probe failed'});
    expect(expansion).toMatchObject({state: 'unknown', reason: 'com.example::res is unknown: its probe failed'});
    expect(expansion.diagnostics).toMatchObject([{code: 'template/resource-unknown', severity: 'warning'}]);
  });

  it('that has lost records says so', () => {
    const state = {...known({model: 'a'}), partial: 'line 3 is no record'};
    expect(expandFrom(simple, state).diagnostics).toMatchObject([{code: 'template/partial-resource'}]);
  });
});

describe('large and odd input', () => {
  it('takes a record with many keys and a long value', () => {
    const many = Object.fromEntries(Array.from({length: 200_000}, (_, index) => [`key${index}`, 'v']));
    expect(partialIds(expand(simple, [{...many, model: 'a'}]))).toEqual(['t_a']);
    expect(expand(simple, [many]).failed[0]?.code).toBe('template/missing-key');
    expect(expand(simple, [{model: 'x'.repeat(1_000_000)}]).failed[0]?.code).toBe('template/unsafe-value');
  });

  it('takes no key from a prototype', () => {
    const made = template('id: t_{constructor}', 'command: true');
    expect(expand(made, [{model: 'a'}]).failed).toMatchObject([{key: 'constructor'}]);
  });

  it('is the same whatever became of other expansions', () => {
    const filtered = template("template-filter: res.m == 'a'", 'id: t_{m}', 'command: true');
    const state = known({m: 'a'}, {m: 'b'});
    const first = expandFrom(filtered, state);
    expect(expandFrom(filtered, {...state})).toEqual(first);
  });
});

describe('as JSON', () => {
  it('has the fields of the file', () => {
    const made = template("template-filter: res.k == 'x'", 'id: t_{m}', '_summary: S', 'command: show {m}');
    const json = expansionToJson(expand(made, [{k: 'x', m: 'a'}, {k: 'y', m: 'b'}, {k: 'x'}]));
    expect(JSON.parse(JSON.stringify(json))).toMatchObject({
      template: 'com.example::t_m',
      resource: 'com.example::res',
      recordCount: 3,
      instances: [
        {id: 'com.example::t_a', record: 0, unit: {id: 't_a', summary: 'S', command: 'show a', plugin: 'shell'}},
      ],
      filtered: [{record: 1, reason: "res.k is 'y'"}],
      failed: [{record: 2, code: 'template/missing-key', message: 'the record has no key "m"', key: 'm'}],
    });
  });
});

it('keeps the order of the records whatever they are', () => {
  const [made] = templatesOf('unit: template\ntemplate-resource: res\nid: t_{m}\nplugin: shell\ncommand: true');
  if (made === undefined) throw new Error('this is no template');
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({min: 0, max: 999})), (numbers) => {
      const expansion = expand(
        made,
        numbers.map((number) => ({m: String(number)})),
      );
      expect(partialIds(expansion)).toEqual(numbers.map((number) => `t_${number}`));
    }),
  );
});
