import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {expand, expandFrom, fieldsOf, known, partialIds, template, templatesOf, unitsOf} from './setting.ts';

const manual = readFileSync(join(import.meta.dirname, '../../docs/templates.md'), 'utf8');
const blocks = [...manual.matchAll(/^```\n(.*?)^```/gms)].map(([, text]) => text ?? '');
const drives = known(
  {category: 'CDROM', name: 'sr0', product: 'DVD-RW'},
  {category: 'DISK', name: 'sda', product: 'SSD 860'},
  {category: 'CDROM', name: 'sr1', product: 'BD-RE (ext)'},
);

describe('docs/templates.md', () => {
  it('makes what it says of its example', () => {
    const [made] = templatesOf(blocks.find((text) => text.startsWith('unit: template')) ?? '');
    if (made === undefined) throw new Error('the manual has no template');
    const expansion = expandFrom(made, drives);
    expect(partialIds(expansion)).toEqual(['optical/read_sr0', 'optical/read_sr1']);
    expect(fieldsOf(expansion, 'command')).toEqual(['optical_read_test /dev/sr0', 'optical_read_test /dev/sr1']);
    expect(expansion.filtered).toMatchObject([{record: 1, reason: "device.category is 'DISK'"}]);
    expect(expansion.diagnostics).toEqual([]);
  });

  it('shows a local job that is one', () => {
    const [local] = unitsOf(blocks.find((text) => text.includes('plugin: local')) ?? '');
    expect(local).toMatchObject({plugin: 'local'});
  });

  it.each([
    ['{bluez-test}', '{bluez-test}', 'v'],
    ['{bus.path}', '{bus.path}', 'v'],
    ['{a b}', '{a b}', 'v'],
    ['`${{HOME}}`', '"${{HOME}}"', '"${HOME}"'],
    ["`'{{print $1}}'`", "'{{print $1}}'", "'{print $1}'"],
    ['{__index__:02d}', '{__index__:02d}', '01'],
    ['{size:>10}', '"{size:>10}"', '"        12"'],
    ['{share:.1f}', '{share:.1f}', '0.3'],
    ['"10"` comes before `"9"', '{% if "10" < "9" %}x{% endif %}', 'x'],
    ["{{ vendor | default('unknown') }}", "{{ vendor | default('unknown') }}", 'unknown'],
    ["{{ '-a -b' if fast else '' }}", "{{ '-a -b' if fast else '' }}", '-a -b'],
  ])('gives what it says of %s', (said, command, result) => {
    expect(manual).toContain(said);
    const engine = /\{[{%] /.test(command) || command.startsWith('{%') ? ['template-engine: jinja2'] : [];
    const record = {'bluez-test': 'v', 'bus.path': 'v', 'a b': 'v', size: '12', share: '0.25', fast: 'yes', n: '1'};
    const id = engine.length > 0 ? 'id: t_{{ n }}' : 'id: t_{n}';
    const expansion = expand(template(...engine, id, `command: show ${command}`), [record]);
    expect(fieldsOf(expansion, 'command')).toEqual([`show ${result}`]);
  });

  it('slugs the value it names', () => {
    const [, value = '', slugged] = /`(USB Stick[^`]*)` is `([^`]*)`/.exec(manual) ?? [];
    expect(partialIds(expand(template('id: t_{v}', 'command: true'), [{v: value}]))).toEqual([`t_${slugged}`]);
  });

  it('names places where an odd value is refused, and what to write instead', () => {
    const table = manual.slice(manual.indexOf('| place | write instead |'), manual.indexOf('The last row: '));
    const [, , ...rows] = table.trim().split('\n');
    const codesOf = (cell = ''): string[] =>
      [...cell.matchAll(/(`+)(.+?)\1/g)].map(([, , code = '']) => code.trim()).filter((code) => /\{\w+\}/.test(code));
    const failures = (code: string) => {
      const made = template('id: t_{__index__}', `command: ${code}`);
      return expand(made, [{label: "it's $(x)", n: '$(x)'}], {}).failed.map(({code: why}) => why);
    };
    const places = rows.flatMap((row) => codesOf(row.split(' | ')[0]));
    expect(places.length).toBeGreaterThan(8);
    for (const place of places) expect([place, failures(place)]).toEqual([place, ['template/unsafe-value']]);
    const instead = rows.slice(0, -1).flatMap((row) => codesOf(row.split(' | ')[1]));
    expect(instead.length).toBeGreaterThan(4);
    for (const code of instead) expect([code, failures(code.replaceAll('…', ''))]).toEqual([code, []]);
  });

  it('shows the form of a value in each place', () => {
    const rows = [...manual.matchAll(/^\| `(.*?)` \| `(.*?)` \|$/gm)].filter(([, , form]) => form?.includes('$(x)'));
    expect(rows.length).toBeGreaterThan(3);
    for (const [, command = '', form] of rows) {
      const expansion = expand(template('id: t_{__index__}', `command: ${command}`), [{label: "it's $(x)"}]);
      expect(fieldsOf(expansion, 'command')).toEqual([form]);
    }
  });
});
