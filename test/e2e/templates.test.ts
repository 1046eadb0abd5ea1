import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {Rig} from '../helpers/rig.ts';
import {schemaErrors} from '../helpers/schema.ts';

const resources = `id: dev
plugin: resource
command:
 printf 'name: sda\\nmodel: SSD\\nkind: DISK\\n\\n'
 printf 'name: sr0\\nmodel: DVD\\nkind: CD\\n\\n'
 printf 'name: sr1\\nmodel: BD\\nkind: CD\\n'

id: empty
plugin: resource
command: true

id: broken
plugin: resource
command: echo "no such bus" >&2; exit 3
`;

/** A template \`t\` over \`dev\`; later lines are further fields. */
function template(...lines: readonly string[]): string {
  return ['unit: template', 'template-id: t', 'plugin: shell', '_summary: S', ...lines, ''].join('\n');
}

const reading = template(
  'template-resource: dev',
  "template-filter: dev.kind == 'CD'",
  'id: read_{name}',
  'command: play {model}',
);

function rigWith(...texts: readonly string[]): Rig {
  return new Rig({units: {'a.pxu': [resources, ...texts].join('\n')}});
}

async function expand(rig: Rig, ...words: readonly string[]) {
  const {code, stdout} = await rig.run(['expand-template', ...words, '--json']);
  const document: unknown = JSON.parse(stdout);
  expect(schemaErrors('expand-template', document)).toEqual([]);
  return {code, document};
}

describe('why a template made nothing, from expand-template alone', () => {
  async function told(...lines: readonly string[]) {
    await using rig = rigWith(template(...lines));
    const {code, stdout, stderr} = await rig.run(['expand-template', 't']);
    return {code, stdout, stderr};
  }

  it('a resource that is a job of another kind, which is not run', async () => {
    await using rig = rigWith(
      'id: job\nplugin: shell\nenviron: RAN\ncommand: touch "$RAN"; echo "name: a"\n',
      template('template-resource: job', 'id: x_{name}', 'command: true'),
    );
    const ran = join(rig.directory, 'ran');
    const {code, stdout} = await rig.run(['expand-template', 't'], {env: {RAN: ran}});
    expect(existsSync(ran)).toBe(false);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^rig::t makes nothing: rig::job is a job, but no resource job, and so has no records\n/);
  });

  it('a slip in template-unit', async () => {
    const {code, stderr} = await told('template-resource: dev', 'template-unit: jbo', 'id: x_{name}');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^\S+: error\[unit\/unknown-kind]: There is no unit of the kind "jbo"\.\n/);
    expect(stderr).toContain('did you mean job?');
  });

  it('Jinja without its engine', async () => {
    const lines = ['template-resource: dev', 'id: x_{{ name }}'];
    const {code, stdout} = await told(...lines, 'command: {% if model %}play{% endif %}');
    expect(code).toBe(2);
    const why = 'the record has no key "% if model %"; {% is Jinja: that needs template-engine: jinja2';
    expect(stdout.split('\n')[0]).toBe(`rig::t makes nothing: ${why} (all of 3 records of rig::dev)`);
    const quiet = await told(...lines, 'command: true');
    expect(quiet.stdout).toContain('{{ name }} is no placeholder here: write {name}, or template-engine: jinja2');
  });

  it('braces of the shell and of awk', async () => {
    const shell = await told('template-resource: dev', 'id: x_{name}', 'command: echo ${HOME}');
    expect(shell.code).toBe(2);
    expect(shell.stdout.split('\n')[0]).toContain(
      'the record has no key "HOME"; for the shell\'s own ${HOME} write ${{HOME}}',
    );
    const awk = await told('template-resource: dev', 'id: x_{name}', "command: df | awk '{print $1}'");
    expect(awk.stdout.split('\n')[0]).toContain(
      'the record has no key "print $1"; braces that are text are written {{ and }}',
    );
  });

  it('an id without a placeholder', async () => {
    const {code, stdout} = await told('template-resource: dev', 'id: x', 'command: play {name}');
    expect(code).toBe(2);
    expect(stdout.split('\n')[0]).toContain('{name} or {model} in the id would tell them apart');
  });

  it('a filter that cannot be read', async () => {
    const {code, stdout} = await told('template-resource: dev', 'template-filter: dev.kind == CD', 'id: x_{name}');
    expect(code).toBe(2);
    expect(stdout.split('\n')[0]).toBe(
      "rig::t makes nothing: this expression cannot be read: `CD` stands alone; a resource is followed by a key, as in `CD.key`, and text stands in quotes, as in `'CD'`",
    );
    expect(stdout).not.toContain('records matched');
  });

  it('T3: a slip in the filter', async () => {
    const {code, stdout} = await told('template-resource: dev', "template-filter: dev.knid == 'CD'", 'id: x_{name}');
    expect(code).toBe(4);
    expect(stdout).toMatch(/^rig::t makes nothing: no record of dev has a key `knid`; did you mean `kind`\?\n/);
    expect(stdout).toContain('0 of 3 records matched; `knid` is a key of no record, `kind` is');
    expect(stdout).toContain(
      "template-filter: dev.knid == 'CD'\n     |                      ^^^^\n  = did you mean kind?",
    );
  });

  it('a filter that no record meets', async () => {
    const {code, stdout} = await told('template-resource: dev', "template-filter: dev.kind == 'cd'", 'id: x_{name}');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^rig::t makes nothing: its filter lets none of the 3 records of rig::dev through\n/);
    expect(stdout).toContain("filtered out: record 0: dev.kind is 'DISK'");
    expect(stdout).toContain("filtered out: records 1 and 2: dev.kind is 'CD'");
    expect(stdout).toContain('0 of 3 records matched');
  });

  it('a key that the records do not have', async () => {
    const {code, stdout} = await told('template-resource: dev', 'id: x_{nmae}');
    expect(code).toBe(2);
    expect(stdout).toMatch(
      /^rig::t makes nothing: the record has no key "nmae"; did you mean name\? \(all of 3 records/,
    );
    expect(stdout).toContain('id: x_{nmae}\n     |        ^^^^');
  });

  it('a resource without records', async () => {
    const {code, stdout} = await told('template-resource: empty', 'id: x_{name}');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^rig::t makes nothing: rig::empty has no records\n/);
  });

  it('a resource job that failed', async () => {
    const {code, stdout} = await told('template-resource: broken', 'id: x_{name}');
    expect(code).toBe(4);
    expect(stdout).toMatch(
      /^rig::t makes nothing: rig::broken is unknown: its command exited with code 3: no such bus/,
    );
  });

  it('a resource of another namespace', async () => {
    const {code, stdout} = await told('template-resource: other::dev', 'id: x_{name}');
    expect(code).toBe(2);
    expect(stdout).toContain(
      'rig::t makes nothing: there is no resource other::dev; rig::dev has this name: write `template-resource: dev`\n',
    );
  });
});

describe('rows of the conformance table', () => {
  const both = `${resources}
id: half
plugin: resource
command: printf 'name: a\\nmodel: m\\n\\nname: b\\n'
`;

  it('T1: refuses the instance of a record without the key, names both, and makes the others', async () => {
    await using rig = rigWith(both, template('template-resource: half', 'id: t_{model}'));
    const {code, document} = await expand(rig, 't');
    expect(code).toBe(2);
    expect(document).toMatchObject({
      instances: [{id: 'rig::t_m', record: 0}],
      failed: [{record: 1, code: 'template/missing-key', key: 'model'}],
    });
  });

  it('T1: a run goes on with the others and does not end well', async () => {
    const plan = 'unit: test plan\nid: all\nname: All\ninclude: t_.*\n';
    await using rig = rigWith(both, template('template-resource: half', 'id: t_{model}', 'command: true'), plan);
    const {code, stdout} = await rig.run(['run', 'all', '--report-dir', rig.reports]);
    expect(code).toBe(4);
    expect(stdout).toContain('t_m');
    expect(stdout).toContain('the record has no key "model"');
  });

  it('T2: validate knows a placeholder that is no declared key', async () => {
    const typed = 'id: typed\nplugin: resource\nkeys: size: integer\ncommand: echo "size: 1"\n';
    await using rig = rigWith(typed, template('template-resource: typed', 'id: t_{size}', 'command: echo {siez}'));
    const {code, stdout} = await rig.run(['validate']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/error\[template\/undeclared-key\]: rig::typed declares no key "siez"/);
    expect(stdout).toContain('did you mean size?');
  });

  it('T4: has no space in an id, and finds the ids that become the same', async () => {
    await using rig = rigWith(template('template-resource: dev', 'id: t_{x}', 'command: echo {x}'));
    const one = await expand(rig, 't', '--record', 'x=a b');
    expect(one.document).toMatchObject({instances: [{id: 'rig::t_a_b'}]});
    const two = await expand(rig, 't', '--record', 'x=a b', '--record', 'x=a_b');
    expect(two).toMatchObject({code: 2, document: {instances: [], failed: [{record: 0}, {record: 1}]}});
  });

  it('T5: one id with different units fails both and names the keys that tell them apart', async () => {
    await using rig = rigWith(template('template-resource: dev', 'id: t_{m}', 'command: echo {n}'));
    const {code, document} = await expand(rig, 't', '--record', 'm=1,n=a', '--record', 'm=1,n=b');
    expect(code).toBe(2);
    const failure = {code: 'template/id-collision', id: 'rig::t_1', keys: ['n']};
    expect(document).toMatchObject({instances: [], failed: [failure, failure]});
  });

  it('T6: runs nothing that a record says, wherever it stands', async () => {
    const hostile =
      'id: hostile\nplugin: resource\ncommand: printf \'name: $(touch %s/ran); touch %s/ran\\n\' "$HOME" "$HOME"\n';
    const places = template(
      'template-resource: hostile',
      'id: t_{__index__}',
      'command:',
      ' echo {name}',
      ' echo "{name}"',
      " echo '{name}'",
      ' cat <<END',
      ' is {name}',
      ' END',
    );
    const plan = 'unit: test plan\nid: all\nname: All\ninclude: t_.*\n';
    await using rig = rigWith(hostile, places, plan);
    const {code, stdout} = await rig.run(['run', 'all', '--verbose', '--report-dir', rig.reports]);
    expect(code).toBe(0);
    expect(stdout.split('$(touch').length).toBeGreaterThan(4);
    expect(rig.exists('ran')).toBe(false);
  });

  it('T7: two records that give the same unit give one, with a notice', async () => {
    await using rig = rigWith(template('template-resource: dev', 'id: t_{m}', 'command: echo {m}'));
    const {code, document} = await expand(rig, 't', '--record', 'm=1,n=a', '--record', 'm=1,n=b');
    expect(code).toBe(0);
    expect(document).toMatchObject({
      instances: [{id: 'rig::t_1', record: 0}],
      collapsed: [{record: 1, same: 0}],
      notices: [{code: 'template/identical-instances'}],
    });
  });

  it('T8: any key can be a placeholder', async () => {
    await using rig = rigWith(template('template-resource: dev', 'id: t_{bluez-test}', 'command: echo {bus.path}'));
    const {document} = await expand(rig, 't', '--record', 'bluez-test=l2cap,bus.path=0:1');
    expect(document).toMatchObject({instances: [{id: 'rig::t_l2cap', unit: {command: 'echo 0:1'}}]});
  });
});

describe('what expand-template shows', () => {
  it('gives one field of every unit, and every unit as it would stand in a file', async () => {
    await using rig = rigWith(reading);
    const shown = await rig.run(['expand-template', 't', '--show', 'command']);
    expect(shown).toMatchObject({code: 0, stdout: 'rig::read_sr0: play DVD\nrig::read_sr1: play BD\n'});
    const full = await rig.run(['expand-template', 't', '--full']);
    expect(full.stdout).toContain('# rig::read_sr1, from record 2 of rig::dev\n');
    expect(full.stdout).toContain('plugin: shell\n_summary: S\nid: read_sr1\ncommand: play BD\n');
    const unknown = await rig.run(['expand-template', 't', '--show', 'comand']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('did you mean command?');
  });

  it('says what became of one record', async () => {
    await using rig = rigWith(reading);
    const {stdout} = await rig.run(['expand-template', 't', '--why-not', '0']);
    expect(stdout).toBe(`record 0: dev.kind is 'DISK'
  template-filter: dev.kind == 'CD'
  name   'sda'
  model  'SSD'
  kind   'DISK'
`);
    expect((await rig.run(['expand-template', 't', '--why-not', '2'])).stdout).toContain(
      'record 2 makes rig::read_sr1',
    );
    const beyond = await rig.run(['expand-template', 't', '--why-not', '3']);
    expect(beyond.code).toBe(2);
    expect(beyond.stderr).toContain('rig::dev has 3 records, counted from 0');
  });

  it('finds the template and the record of a job', async () => {
    await using rig = rigWith(reading);
    const {code, document} = await expand(rig, '--job', 'read_sr1');
    expect(code).toBe(0);
    expect(document).toEqual({
      job: 'rig::read_sr1',
      template: 'rig::t',
      resource: 'rig::dev',
      record: 2,
      values: {name: 'sr1', model: 'BD', kind: 'CD'},
    });
    const absent = await rig.run(['expand-template', '--job', 'read_sr2']);
    expect(absent.code).toBe(2);
    expect(absent.stderr).toContain('no template makes read_sr2 here: rig::t makes 2 units from 3 records of rig::dev');
    const plain = await rig.run(['expand-template', '--job', 'dev']);
    expect(plain.stderr).toMatch(/rig::dev is made by no template: it stands in .*a\.pxu:1/);
  });

  it('compares with what a recording gives', async () => {
    await using rig = rigWith(reading);
    const records = [
      {name: 'sr0', model: 'CD-ROM', kind: 'CD'},
      {name: 'sr7', model: 'X', kind: 'CD'},
    ];
    rig.write('old.json', JSON.stringify({resources: {dev: {state: 'known', records}}}));
    const {document} = await expand(rig, 't', '--diff', 'old.json');
    expect(document).toMatchObject({
      diff: {
        gained: ['rig::read_sr1'],
        lost: ['rig::read_sr7'],
        changed: [{id: 'rig::read_sr0', fields: [{field: 'command', before: 'play CD-ROM', after: 'play DVD'}]}],
      },
    });
    const {stdout} = await rig.run(['expand-template', 't', '--diff', 'old.json']);
    expect(stdout).toContain('rig::t beside what old.json gives: 1 gained, 1 lost, 1 changed');
    expect(stdout).toContain('  ~ rig::read_sr0\n    command:\n      - play CD-ROM\n      + play DVD\n');
    const same = await rig.run(['expand-template', 't', '--recording', 'old.json', '--diff', 'old.json']);
    expect(same.stdout).toBe('rig::t makes the same as from old.json: 2 units\n');
  });

  it('has one line for each template, and then what failed', async () => {
    const other = template('template-resource: dev', 'id: x_{nmae}').replace('template-id: t', 'template-id: u');
    await using rig = rigWith(reading, other);
    const {code, stdout} = await rig.run(['expand-template', '--all']);
    expect(code).toBe(2);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      '   2  of     3  rig::t  rig::dev',
      '   0  of     3  rig::u  the record has no key "nmae"; did you mean name? (all of 3 records of rig::dev)',
      '',
      'rig::u makes nothing: the record has no key "nmae"; did you mean name? (all of 3 records of rig::dev)',
    ]);
    expect(stdout).toContain('2 templates made 2 units; 1 made nothing; 3 instances failed\n');
    expect((await expand(rig, '--all')).document).toHaveLength(2);
  });

  it('runs the resource jobs that templates make before it expands what wants them', async () => {
    const maker = `unit: template
template-resource: dev
template-id: maker
id: part_{name}
plugin: resource
command: echo "size: 5"
`;
    await using rig = rigWith(maker, template('template-resource: part_sda', 'id: t_{size}'));
    const {code, document} = await expand(rig, 't');
    expect(code).toBe(0);
    expect(document).toMatchObject({resource: 'rig::part_sda', instances: [{id: 'rig::t_5'}]});
  });

  it('waits for no resource that is made elsewhere only', async () => {
    const maker =
      'unit: template\ntemplate-resource: dev\nid: part_{name}\nplugin: resource\ncommand: echo "size: 5"\n';
    await using rig = rigWith(maker, template('template-resource: part_nvme0', 'id: t_{size}'));
    const {code, stdout} = await rig.run(['expand-template', 't']);
    expect(code).toBe(4);
    expect(stdout).toContain('it would be made by rig::part_name, which made no such job');
  });
});

describe('records given by hand', () => {
  it('are KEY=VALUE pairs or JSON, typed as the resource declares', async () => {
    const typed = 'id: typed\nplugin: resource\nkeys: size: integer\ncommand: exit 1\n';
    await using rig = rigWith(
      typed,
      template('template-resource: typed', 'template-filter: typed.size > 9', 'id: t_{n}'),
    );
    const records = ['n=a,size=10', '{"n": "b,c=d", "size": 11}', 'n=e,f,size=9'];
    const {document} = await expand(rig, 't', ...records.flatMap((record) => ['--record', record]));
    expect(document).toMatchObject({
      instances: [{id: 'rig::t_a'}, {id: 'rig::t_b,c=d'}],
      filtered: [{record: 2, reason: 'typed.size is 9'}],
    });
  });

  it('are refused where they are none', async () => {
    await using rig = rigWith(reading);
    for (const [record, message] of [
      ['foo', 'foo is no KEY=VALUE'],
      ['', 'this is no KEY=VALUE'],
      ['{"a": null}', 'this is no record: a: must be text'],
      ['{"a": 1}, {"b": 2}', 'one object is one record'],
      ['{oops', 'this is no record: not JSON'],
    ] as const) {
      const {code, stderr} = await rig.run(['expand-template', 't', '--record', record]);
      expect({code, stderr}).toEqual({code: 2, stderr: expect.stringContaining(message)});
    }
    const two = await rig.run(['expand-template', 't', '--record', 'a=1', '--recording', 'x.json']);
    expect(two.stderr).toContain('from --record or from --recording');
  });
});
