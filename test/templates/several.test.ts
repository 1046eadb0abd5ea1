import {describe, expect, it} from 'vitest';
import {unitId} from '../../src/base/ids.ts';
import type {ResourceTable} from '../../src/expressions/environment.ts';
import {compileTemplate} from '../../src/templates/compile-template.ts';
import {expandAll} from '../../src/templates/expand-all.ts';
import {fillUnit, needsFilling} from '../../src/templates/fill-unit.ts';
import {templateOrder} from '../../src/templates/template-order.ts';
import {buildUnit} from '../../src/units/build-unit.ts';
import {textValue, withValue} from '../../src/units/record-access.ts';
import type {Template, Unit} from '../../src/units/unit.ts';
import {context, fieldsOf, known, res, resourceJob, templatesOf, unitsOf} from './setting.ts';

function templates(...all: readonly (readonly string[])[]): ReturnType<typeof templatesOf> {
  return templatesOf(all.map((lines) => ['unit: template', ...lines].join('\n')).join('\n\n'));
}

const shell = ['plugin: shell', 'command: true'];
const resource = ['plugin: resource', 'command: true'];

describe('several templates', () => {
  const two = templates(
    ['template-resource: res', 'id: a_{m}', ...shell],
    ['template-resource: other', 'id: b_{m}', ...shell],
  );

  it('are expanded in their order, what is not in the table is unknown', () => {
    const table: ResourceTable = new Map([[res, known({m: '1'}, {m: '2'})]]);
    const {expansions, units} = expandAll(two, table, {context});
    expect(units.map(({id}) => id)).toEqual(['com.example::a_1', 'com.example::a_2']);
    expect(expansions.map(({state}) => state)).toEqual(['known', 'unknown']);
  });

  it('fail the instances that have one id and are not the same', () => {
    const rivals = templates(
      ['template-resource: res', 'id: t_{m}', 'plugin: shell', 'command: show 1'],
      ['template-resource: res', 'template-id: second', 'id: t_{n}', 'plugin: shell', 'command: show 2'],
    );
    const table: ResourceTable = new Map([[res, known({m: '1', n: '1'}, {m: '2', n: '3'})]]);
    const {expansions, units, diagnostics} = expandAll(rivals, table, {context});
    expect(units.map(({id}) => id)).toEqual(['com.example::t_2', 'com.example::t_3']);
    expect(expansions.map(({failed}) => failed)).toMatchObject([
      [
        {
          record: 0,
          code: 'template/id-collision',
          message: 'com.example::t_1 is also the id of record 0 of com.example::second',
        },
      ],
      [
        {
          record: 0,
          code: 'template/id-collision',
          message: 'com.example::t_1 is also the id of record 0 of com.example::t_m',
        },
      ],
    ]);
    expect(diagnostics).toHaveLength(2);
  });

  it('make the same unit once', () => {
    const same = templates(
      ['template-resource: res', 'id: t_{m}', ...shell],
      ['template-resource: res', 'template-id: second', 'id: t_{n}', ...shell],
    );
    const {expansions, units} = expandAll(same, new Map([[res, known({m: '1', n: '1'})]]), {context});
    expect(units).toHaveLength(1);
    expect(expansions[1]).toMatchObject({instances: [], failed: [], notices: [{code: 'template/identical-instances'}]});
  });

  it('do not take the id of a unit that is there', () => {
    const [job] = unitsOf('id: a_1\nplugin: shell\ncommand: false');
    const taken = new Map<Unit['id'], Unit>(job === undefined ? [] : [[job.id, job]]);
    const {units, expansions} = expandAll(two.slice(0, 1), new Map([[res, known({m: '1'})]]), {context, taken});
    expect(units).toEqual([]);
    expect(expansions[0]?.failed).toMatchObject([{id: 'com.example::a_1', code: 'template/id-collision'}]);
  });
});

/** Templates whose texts stand at one place of a file, as those of a template and its twin after suspend do. */
function twins(command: string, ...resources: readonly string[]): readonly Template[] {
  const [first] = templates(['template-resource: res', 'id: t_{m}', 'plugin: shell', `command: ${command}`]);
  if (first === undefined) throw new Error('this is no template');
  const all = resources.map((resource, number) => {
    const named = withValue(first.record, 'template-resource', textValue(resource, first.span));
    const built = buildUnit(withValue(named, 'id', textValue(`t${number}_{m}`, first.span))).value;
    if (built?.kind !== 'template') throw new Error('this is no template');
    return built;
  });
  // All are read before the first is expanded.
  for (const one of all) compileTemplate(one);
  return all;
}

describe('twins', () => {
  const state = known({m: 'a', k: "x'y"}, {m: 'b', k: '-v'});

  it('are each filled in as they would be alone', () => {
    const {expansions} = expandAll(twins('show {k}', 'res', 'res'), new Map([[res, state]]), {context});
    for (const expansion of expansions) {
      expect(fieldsOf(expansion, 'command')).toEqual(["show 'x'\\''y'", 'show -v']);
      const notices = expansion.instances.flatMap((instance) => instance.notices.map(({code}) => code));
      expect(notices).toEqual(['template/quoted-value', 'template/option-value']);
    }
  });

  it('of a resource that may name a program and of one that may not are not taken for each other', () => {
    const [probe, other] = [resourceJob('probe: netdev'), unitId('com.example', 'other')];
    const trusting = {...context, resourceJob: (id: string) => (id === res ? probe : undefined)};
    const table: ResourceTable = new Map([
      [res, state],
      [other, state],
    ]);
    const {expansions} = expandAll(twins('{m} -q', 'other', 'res', 'other'), table, {context: trusting});
    expect(expansions.map(({instances}) => instances.length)).toEqual([2, 0, 2]);
  });

  it('see the environment of the one who expands them', () => {
    const [jinja] = templates([
      'template-resource: res',
      'template-engine: jinja2',
      'id: j_{{ m }}',
      'plugin: shell',
      'command: show {{ __system_env__["X"] }}',
    ]);
    if (jinja === undefined) throw new Error('this is no template');
    const commands = ['1', '2'].map((X) => {
      const {expansions} = expandAll([jinja, {...jinja}], new Map([[res, state]]), {
        context: {...context, systemEnv: {X}},
      });
      return expansions.map((expansion) => fieldsOf(expansion, 'command')[0]);
    });
    expect(commands[0]?.[0]).toBe('show 1');
    expect(commands[1]?.[0]).toBe('show 2');
  });
});

/**
 *   res ─► makes {x}_disk ─► uses sda_disk ─► …
 */
describe('the order of templates', () => {
  const existing = new Set([res]);
  const idsOf = (stages: readonly (readonly {readonly id: string}[])[]): readonly (readonly string[])[] =>
    stages.map((stage) => stage.map(({id}) => id.replace('com.example::', '')));

  it('puts those that make a resource before those that need it', () => {
    const all = templates(
      ['template-resource: sda_disk', 'template-id: uses', 'id: u_{m}', ...shell],
      ['template-resource: res', 'template-id: makes', 'id: {x}_disk', ...resource],
      ['template-resource: res', 'template-id: plain', 'id: p_{x}', ...shell],
    );
    const order = templateOrder(all, existing);
    expect(idsOf(order.stages)).toEqual([['makes', 'plain'], ['uses']]);
    expect(order).toMatchObject({cyclic: [], diagnostics: []});
  });

  it('knows the ids a Jinja template can make', () => {
    const all = templates(
      ['template-resource: sda_disk', 'template-id: uses', 'id: u_{m}', ...shell],
      ['template-resource: res', 'template-engine: jinja2', 'template-id: makes', 'id: {{ x }}_disk', ...resource],
      ['template-resource: res', 'template-engine: jinja2', 'template-id: other', 'id: {{ x }}_disc', ...resource],
    );
    expect(idsOf(templateOrder(all, existing).stages)).toEqual([['makes', 'other'], ['uses']]);
    expect(idsOf(templateOrder(all.slice(0, 1), existing).stages)).toEqual([['uses']]);
  });

  it('finds those that wait for each other', () => {
    const all = templates(
      ['template-resource: b_1', 'template-id: a', 'id: a_{m}', ...resource],
      ['template-resource: a_1', 'template-id: b', 'id: b_{m}', ...resource],
      ['template-resource: res', 'template-id: c', 'id: c_{m}', ...shell],
      ['template-resource: a_2', 'template-id: d', 'id: d_{m}', ...shell],
    );
    const order = templateOrder(all, existing);
    expect(idsOf(order.stages)).toEqual([['c']]);
    expect(idsOf([order.cyclic])).toEqual([['a', 'b', 'd']]);
    expect(order.diagnostics).toMatchObject([
      {
        code: 'template/cycle',
        message: "these templates wait for each other's resources: com.example::a → com.example::b → com.example::a",
      },
    ]);
  });

  it('finds one that waits for itself', () => {
    const all = templates(['template-resource: a_1', 'template-id: a', 'id: a_{m}', ...resource]);
    expect(templateOrder(all, existing).diagnostics).toHaveLength(1);
    expect(templateOrder(all, new Set([unitId('com.example', 'a_1')])).diagnostics).toEqual([]);
  });
});

describe('a unit that is no template', () => {
  const environment = {systemEnv: {SNAP_NAME: 'checkbox'}, checkboxEnv: {X: 'a b'}, onUbuntuCore: false};

  it('has its Jinja filled in with the environment', () => {
    const [job] = unitsOf(
      [
        'id: j',
        'plugin: shell',
        'template-engine: jinja2',
        `requires: con.plug == '{{ __system_env__["SNAP_NAME"] }}:x'`,
        'command: show {{ __checkbox_env__.get("X") }} {{ __checkbox_env__.get("Y", "b c") }}',
      ].join('\n'),
    );
    if (job === undefined) throw new Error('there is no job');
    expect(needsFilling(job.record)).toBe(true);
    expect(fillUnit(job, environment)).toMatchObject({
      value: {requires: {text: "con.plug == 'checkbox:x'"}, command: {text: "show 'a b' b c"}},
      diagnostics: [],
    });
  });

  it('is not touched where it has no Jinja, and not made where the Jinja is wrong', () => {
    const [plain, wrong] = unitsOf(
      'id: j\nplugin: shell\ncommand: echo {{ x }}\n\nid: k\nplugin: shell\ntemplate-engine: jinja2\ncommand: echo {{ x }}',
    );
    if (plain === undefined || wrong === undefined) throw new Error('there is no job');
    expect(fillUnit(plain, environment).value).toBe(plain);
    expect(fillUnit(wrong, environment)).toMatchObject({
      value: undefined,
      diagnostics: [{code: 'template/missing-key'}],
    });
  });
});
