import {describe, expect, it} from 'vitest';
import {buildUnit} from '../../../src/units/build-unit.ts';
import {recordToJson} from '../../../src/units/record-access.ts';
import type {Template, Unit} from '../../../src/units/unit.ts';
import {build, buildYaml, codes, spanText} from '../helpers.ts';

function templateOf({value}: {readonly value: Unit | undefined}): Template {
  if (value?.kind !== 'template') throw new Error('no template');
  return value;
}

describe('a template', () => {
  it('keeps its own fields apart from those of its instances', () => {
    const built = build(`unit: template
template-id: read
_template-summary: Read every disk
_template-description: All of them.
template-resource: dev
template-imports: from org.other import device-1 as dev
template-filter:
  dev.category == 'DISK'
template-engine: jinja2
id: read_{{ name }}
plugin: shell
_summary: Read {{ name }}
command: read {{ path }}
`);
    expect(built.diagnostics).toEqual([]);
    const template = templateOf(built);
    expect(template).toMatchObject({
      id: 'com.example::read',
      summary: 'Read every disk',
      description: 'All of them.',
      resource: {id: 'org.other::device-1'},
      resourceName: 'dev',
      filter: {text: "dev.category == 'DISK'"},
      engine: 'jinja2',
      instanceKind: 'job',
    });
    expect(spanText(template.resource.span)).toBe('dev');
    expect(recordToJson(template.body)).toEqual({
      unit: 'job',
      id: 'read_{{ name }}',
      plugin: 'shell',
      summary: 'Read {{ name }}',
      command: 'read {{ path }}',
    });
  });

  it.each([
    ['device', 'com.example::device', 'device'],
    ['org.other::device', 'org.other::device', 'device'],
  ])('finds its resource %s', (written, id, name) => {
    const template = templateOf(
      build(`unit: template\ntemplate-resource: ${written}\nid: a_{b}\nplugin: shell\ncommand: x\n`),
    );
    expect([template.resource.id, template.resourceName, template.engine]).toEqual([id, name, 'format']);
  });

  it('may make other units', () => {
    const template = templateOf(
      build('unit: template\ntemplate-unit: test plan\ntemplate-resource: r\nid: plan_{x}\n_name: N\ninclude: {x}\n'),
    );
    expect(template.instanceKind).toBe('test plan');
    expect(buildUnit(template.body).value?.kind).toBe('test plan');
  });

  it('may make templates, whose own fields have the prefix twice', () => {
    const outer = templateOf(
      build(`unit: template
template-unit: template
template-id: outer
template-resource: ports
template-template-resource: {name}
template-template-id: inner_{name}
id: a_{{key}}
plugin: shell
command: x
`),
    );
    expect(recordToJson(outer.body)).toMatchObject({unit: 'template', 'template-resource': '{name}', id: 'a_{{key}}'});
    expect(buildUnit(outer.body).value?.id).toBe('com.example::inner_{name}');
  });

  it.each([
    ['comand: x\ncommand: y\n', 'error unit/unknown-field'],
    ['template-filtr: x\ncommand: y\n', 'error unit/unknown-field'],
    ['probe: x\ncommand: y\n', 'error unit/wrong-plugin'],
  ])('with %j in it is no unit', (text, code) => {
    const built = build(`unit: template\ntemplate-resource: r\nid: a_{b}\nplugin: shell\n${text}`);
    expect([codes(built), built.value]).toEqual([[code], undefined]);
  });

  it('does not judge a plugin that a record fills in', () => {
    expect(codes(build('unit: template\ntemplate-resource: r\nid: a_{b}\nplugin: {kind}\n'))).toEqual([]);
  });

  it('takes a filter as a YAML list', () => {
    const built = buildYaml(
      "unit: template\ntemplate-resource: r\ntemplate-filter: [r.a == 'b', r.c]\nid: a_{b}\nplugin: shell\ncommand: x\n",
    );
    expect(templateOf(built).filter?.text).toBe("r.a == 'b'\nr.c");
  });
});
