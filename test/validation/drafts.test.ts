import {describe, expect, it} from 'vitest';
import {codesOf, findingsOf} from './findings.ts';

/** A job with a mistake of its own in the first lines and others below. */
function job(mistake: string, more = 'command: disk_speed.py\n'): string {
  return `${mistake}\nsummary: A\n${more}depends: gone\n`;
}

const unknown = 'catalog/unknown-reference';

describe('a unit with an error of its own', () => {
  it.each([
    ['a misspelt plugin', 'id: a\nplugin: shel', ['2:9 unit/bad-value']],
    ['a plugin that is none', 'id: a\nplugin: telepathy', ['2:9 unit/bad-value']],
    ['no plugin', 'id: a', ['1:1 unit/missing-field']],
    ['no id', 'plugin: shell', ['1:1 unit/missing-field']],
    ['a misspelt kind', 'unit: jbo\nid: a\nplugin: shell', ['1:7 unit/unknown-kind']],
    ['a misspelt kind and plugin', 'unit: jbo\nid: a\nplugin: shel', ['1:7 unit/unknown-kind', '3:9 unit/bad-value']],
    ['a misspelt field', 'id: a\nplugn: shell', ['2:1 unit/unknown-field']],
    ['a bad duration', 'id: a\nplugin: shell\nestimated_duration: soon', ['3:21 unit/bad-duration']],
    ['a line that is no field', 'id: a\nplugin: shell\nno field', ['3:1 syntax/missing-colon']],
    ['a field twice', 'id: a\nplugin: shell\nplugin: manual', ['3:1 syntax/duplicate-field']],
  ])('has its references checked: %s', async (_, mistake, codes) => {
    const line = mistake.split('\n').length + 3;
    expect(await codesOf(job(mistake))).toEqual([...codes, `${line}:10 ${unknown}`]);
  });

  it('has its commands, expressions and placeholders checked', async () => {
    const text = `unit: template\ntemplate-resource: dev\nid: t-{name}\nplugin: shel\nsummary: T
command: gone.sh {nmae}\nrequires: other.x == '1'\n
id: dev\nplugin: resource\nsummary: D\nkeys: name: string\ncommand: disk_speed.py\n`;
    expect(await codesOf(text)).toEqual([
      '4:9 unit/bad-value',
      '6:10 unit/missing-script',
      '6:19 template/undeclared-key',
      '7:11 expression/unknown-resource',
    ]);
  });

  it('is part of the cycles it is in', async () => {
    const text = `id: a\nplugin: shel\nsummary: A\ncommand: true\ndepends: b\n
id: b\nplugin: shell\nsummary: B\ncommand: true\ndepends: a\n`;
    expect(await codesOf(text)).toEqual(['2:9 unit/bad-value', '11:10 plan/cycle']);
  });

  it('is not said to lack what it may have lost', async () => {
    const text = `id: a\nplugin: user-interact\ncommand: disk_speed.py\nsummary A\nsteps: Look.\n
id: b\nplugin: shell\nsummary: B\nuser: root\nstrange command\n
unit: test plan\nid: p\nname: P\ninclde: a\nestimated_duration: soon\n`;
    expect(await codesOf(text)).toEqual([
      '4:1 syntax/missing-colon',
      '11:1 syntax/missing-colon',
      '16:1 unit/unknown-field',
      '17:21 unit/bad-duration',
    ]);
  });

  it('has no part checked that a mistake of syntax may have cut short', async () => {
    const text = `id: a\nplugin: shell\nsummary: A\ncommand:\n if true; then\nfi\ndepends: gone\n`;
    expect(await codesOf(text)).toEqual(['6:1 syntax/missing-colon', `7:10 ${unknown}`]);
  });

  it('is no draft where nothing can be told of it', async () => {
    expect(await codesOf('unit: thing\nid: a\ndepends: gone\n')).toEqual(['1:7 unit/unknown-kind']);
    const yaml = await findingsOf('unit: job\nid: a\n depends: [gone\nplugin: shell\n', 'u.yaml');
    expect(new Set(yaml.map(({code}) => code))).toEqual(new Set(['syntax/yaml']));
  });

  it('keeps what its author allows silent', async () => {
    const text = job('# assay: allow catalog/unknown-reference later\nid: a\nplugin: shel');
    expect(await codesOf(text)).toEqual(['3:9 unit/bad-value']);
  });
});
