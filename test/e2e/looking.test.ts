import {describe, expect, it} from 'vitest';
import {Rig} from '../helpers/rig.ts';

const units = `defaults:
  job: {plugin: shell, timeout: 20}
---
id: disk/read
summary: Reads
category_id: com.canonical.plainbox::disk
flags: [preserve-locale, has-leftovers]
requires: [block.name == 'sda']
command: |
  one
  two
user: root
---
id: disk/write
command: 'true'
depends: [disk/read]
siblings:
  - {id: disk/write-again, flags: [simple]}
---
id: block
plugin: resource
command: 'true'
---
unit: template
template-resource: block
id: disk/stat-{name}
template-id: disk/stat
category_id: com.canonical.plainbox::disk
command: stat {name}
---
id: usb-\${{ matrix.port }}
command: usb \${{ matrix.port }}
timeout: {by-arch: {default: 30}}
matrix: {port: [1, 2]}
---
unit: test plan
id: disks
name: Disks
include: [disk/read, disk/w.*, disk/stat-.*]
`;

describe('--key', () => {
  it('says what by-NAME is to be, over this machine and the provider', async () => {
    await using rig = new Rig({
      units: {'a.yaml': 'id: a\nflags: [simple]\ncommand: {by-arch: {z80: go, default: stay}}\n'},
    });
    const command = async (...keys: readonly string[]): Promise<unknown> => {
      const {stdout} = await rig.run([...keys, 'show', 'a', '--json']);
      return (JSON.parse(stdout) as {fields: {command: unknown}}).fields.command;
    };
    expect(await command()).toBe('stay');
    expect(await command('--key', 'arch=z80')).toBe('go');
    expect(await command('--key', 'arch=z80', '--key', 'arch=x=y')).toBe('stay');
  });

  it('has a name and a value', async () => {
    await using rig = new Rig();
    const {code, stderr} = await rig.run(['--key', 'arch', 'list']);
    expect(code).toBe(2);
    expect(stderr).toContain('a key is written NAME=VALUE');
  });
});

async function listed(rig: Rig, ...words: readonly string[]): Promise<readonly string[]> {
  const {code, stdout} = await rig.run(['list', ...words, '--json']);
  expect(code).toBe(0);
  const entries = JSON.parse(stdout) as {id: string; provider: string}[];
  return entries.filter(({provider}) => provider === 'test:rig').map(({id}) => id.slice('rig::'.length));
}

describe('list', () => {
  it.each([
    [
      ['jobs', '--match', 'disk/w*'],
      ['disk/write', 'disk/write-again'],
    ],
    [['jobs', '--match', 'rig::disk/r*'], ['disk/read']],
    [['units', '--match', 'stat'], ['disk/stat']],
    [['jobs', '--plugin', 'resource'], ['block']],
    [['templates', '--plugin', 'shell'], ['disk/stat']],
    [
      ['units', '--category', 'disk'],
      ['disk/read', 'disk/stat'],
    ],
    [
      ['units', '--where', 'depends'],
      ['disk/write', 'disk/write-again'],
    ],
    [['jobs', '--where', 'flags=has-*'], ['disk/read']],
    [['jobs', '--where', 'command=two'], ['disk/read']],
    [
      ['jobs', '--where', 'timeout=30'],
      ['usb-1', 'usb-2'],
    ],
    [['jobs', '--where', 'user', '--where', 'timeout=20'], ['disk/read']],
    [['jobs', '--provider-name', 'test:*', '--match', 'block'], ['block']],
    [
      ['jobs', '--written'],
      ['disk/read', 'disk/write', 'block', 'usb-1'],
    ],
  ])('%j', async (words, ids) => {
    await using rig = new Rig({units: {'a.yaml': units}});
    expect(await listed(rig, ...words)).toEqual(ids);
  });

  it('leaves out what is built in where a provider is named', async () => {
    await using rig = new Rig({units: {'a.yaml': units}});
    const {stdout} = await rig.run(['list', 'categories', '--provider-name', 'test:rig', '--json']);
    expect(JSON.parse(stdout)).toEqual([]);
  });

  it.each(['plans', 'plan', 'test plan', 'Test-Plans'])('lists test plans by the name %s', async (word) => {
    await using rig = new Rig({units: {'a.yaml': 'unit: test plan\nid: all\nname: All\ninclude: []\n'}});
    const {code, stdout} = await rig.run(['list', word]);
    expect({code, stdout}).toEqual({code: 0, stdout: (await rig.run(['list', 'test-plans'])).stdout});
    expect(stdout).toContain('rig::all');
  });

  it('says so where nothing is like that', async () => {
    await using rig = new Rig({units: {'a.yaml': units}});
    const {code, stdout, stderr} = await rig.run(['list', 'test-plans', '--match', 'nosuch']);
    expect({code, stdout, stderr}).toEqual({code: 0, stdout: '', stderr: 'none of 1 unit is like that\n'});
  });

  it.each([
    [['--plugin', 'shel'], 'did you mean shell?'],
    [['--category', 'dsik'], 'did you mean disk?'],
    [['--where', 'flagz=a'], 'did you mean flags?'],
    [['--provider-name', 'nosuch'], 'no provider is called nosuch; there are test:rig'],
  ])('says what is wrong with %j', async (words, message) => {
    await using rig = new Rig({units: {'a.yaml': units}});
    const {code, stderr} = await rig.run(['list', 'jobs', ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('show', () => {
  it('names the plans that reach it by an expression', async () => {
    await using rig = new Rig({units: {'a.yaml': units}});
    const write = JSON.parse((await rig.run(['show', 'disk/write', '--json'])).stdout) as object;
    const plan = {id: 'rig::disks', kind: 'test plan', field: 'include'};
    expect(write).toMatchObject({referencedBy: [{...plan, pattern: 'disk/w.*'}]});
    const stat = await rig.run(['show', 'disk/stat']);
    expect(stat.stdout).toContain('rig::disks  test plan, include by disk/stat-.*');
    expect(stat.stdout).toContain('assay expand-template disk/stat shows what it makes here');
  });

  it('shows the lines of the file with --source', async () => {
    await using rig = new Rig({units: {'a.yaml': units}});
    const {stdout} = await rig.run(['show', 'disk/read', '--source']);
    expect(stdout).toContain(' 4 | id: disk/read\n 5 | summary: Reads\n');
    expect(stdout).toContain('10 |   one\n11 |   two\n12 | user: root\n');
    const json = JSON.parse((await rig.run(['show', 'block', '--source', '--json'])).stdout) as object;
    expect(json).toMatchObject({source: "id: block\nplugin: resource\ncommand: 'true'"});
  });

  it('names the template that may make what is no unit', async () => {
    await using rig = new Rig({units: {'a.yaml': units}});
    const {code, stderr} = await rig.run(['show', 'disk/stat-sda']);
    expect(code).toBe(2);
    expect(stderr).toContain('the template disk/stat may make it: assay expand-template disk/stat');
  });
});

describe('show of a unit that is not there', () => {
  const files = {
    'a.yaml': 'unit: job\nid: disk/hidden\n plugin: shell\n---\nunit: job\nid: disk/odd\nplugin: shel\n',
    'b.pxu': 'id: b\0\n',
  };

  it('names the mistakes that hide it', async () => {
    await using rig = new Rig({units: files});
    const {code, stderr} = await rig.run(['show', 'rig::disk/hidden']);
    expect(code).toBe(2);
    expect(stderr).toContain('error[syntax/yaml]');
    expect(stderr).not.toContain('disk/odd');
  });

  it('names no other mistakes than those of files that were not read', async () => {
    await using rig = new Rig({units: files});
    const {code, stderr} = await rig.run(['show', 'plugin']);
    const codes = [...stderr.matchAll(/\[([a-z-]+\/[a-z-]+)\]/g)].map(([, found]) => found);
    expect({code, codes}).toEqual({code: 2, codes: ['catalog/binary', 'usage/unknown-id']});
  });
});

describe('mistakes in the file of a unit', () => {
  const text =
    'id: good\nplugin: shell\ncommand: "true"\n---\nid: odd\nplugin: shel\n---\nid: keyed\nplugin: shell\ncommand: {by-arch: {}}\n';

  it.each(['show', 'trace'])('are not said by %s where they are those of other units', async (command) => {
    await using rig = new Rig({units: {'a.yaml': text}});
    expect(await rig.run([command, 'good'])).toMatchObject({code: 0, stderr: ''});
  });

  it('are said by trace of the unit itself', async () => {
    await using rig = new Rig({units: {'a.yaml': text}});
    const {code, stderr} = await rig.run(['trace', 'keyed']);
    expect({code, found: stderr.match(/error\[.*?\]/g)}).toEqual({code: 0, found: ['error[transform/keyed-by]']});
  });

  it('are said by show where a second unit has the id', async () => {
    const twice = 'id: a\nflags: simple\ncommand: true\n';
    await using rig = new Rig({units: {'a.pxu': twice, 'b.pxu': twice}});
    const {code, stderr} = await rig.run(['show', 'a']);
    expect({code, found: stderr.match(/error\[.*?\]/g)}).toEqual({code: 0, found: ['error[catalog/duplicate-id]']});
  });

  it('are said by trace where a layer is missing', async () => {
    await using rig = new Rig({units: {'a.yaml': text}});
    rig.write('provider/provider.yaml', 'name: test:rig\nnamespace: rig\ntransforms: [./gone.mjs]\n');
    expect((await rig.run(['trace', 'good'])).stderr).toContain('The provider has no file ./gone.mjs.');
  });
});

describe('trace', () => {
  it('shows what every layer changed', async () => {
    await using rig = new Rig({units: {'a.yaml': units}});
    const {code, stdout} = await rig.run(['trace', 'disk/write-again']);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'as written\n    id: disk/write\n    command: true\n    depends: [disk/read]\n    siblings:\n',
    );
    expect(stdout).toContain('defaults:\n  + plugin: shell\n  + timeout: 20\n');
    expect(stdout).toContain('siblings:\n  - id: disk/write\n  + id: disk/write-again\n');
    expect(stdout).toContain('  + flags: [simple]\n');
  });

  it('gives the units after every layer as data', async () => {
    await using rig = new Rig({units: {'a.yaml': units}});
    const [unit] = JSON.parse((await rig.run(['trace', 'rig::usb-2', '--json'])).stdout) as {
      layers: {layer: string; changes: unknown[]; fields: Record<string, unknown>}[];
    }[];
    expect(unit).toMatchObject({id: 'rig::usb-2', kind: 'job', provider: 'test:rig', line: 31, written: {timeout: {}}});
    const changes = new Map(unit?.layers.map(({layer, changes: made}) => [layer, made]));
    expect(changes.get('matrix')).toContainEqual({
      change: 'changed',
      field: 'command',
      before: 'usb ${{ matrix.port }}',
      after: 'usb 2',
    });
    expect(changes.get('keyed-by')).toContainEqual(expect.objectContaining({field: 'timeout', after: 30}));
    expect(unit?.layers.at(-1)?.fields).toMatchObject({id: 'usb-2', command: 'usb 2', timeout: 30, plugin: 'shell'});
  });

  it('takes the id of what the file says for all that is made of it', async () => {
    await using rig = new Rig({units: {'a.yaml': units}});
    const made = JSON.parse((await rig.run(['trace', 'usb-${{ matrix.port }}', '--json'])).stdout) as {id: string}[];
    expect(made.map(({id}) => id)).toEqual(['rig::usb-1', 'rig::usb-2']);
  });

  it('traces a unit that is broken, with what is wrong', async () => {
    await using rig = new Rig({units: {'a.yaml': 'id: odd\nplugin: shell\nrun: {using: shel}\n'}});
    const {code, stdout, stderr} = await rig.run(['trace', 'odd']);
    expect(code).toBe(0);
    expect(stdout).toContain('run:\n  - run: {using: shel}\n');
    expect(stderr).toContain('did you mean shell?');
  });

  it('names the nearest id', async () => {
    await using rig = new Rig({units: {'a.yaml': units}});
    const {code, stderr} = await rig.run(['trace', 'disk/raed']);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean disk/read?');
  });
});

describe('a list over the same files', () => {
  it('is kept, and is another as soon as they are', async () => {
    await using rig = new Rig({units: {'a.pxu': 'id: a\nsummary: First\nflags: simple\ncommand: true\n'}});
    const first = await rig.run(['list', 'jobs']);
    expect(rig.exists('.cache/assay/lists')).toBe(true);
    expect(await rig.run(['list', 'jobs'])).toEqual(first);
    rig.write('provider/units/a.pxu', 'id: a\nsummary: Other\nflags: simple\ncommand: true\n');
    const second = await rig.run(['list', 'jobs']);
    expect(second.stdout).toBe(first.stdout.replace('First', 'Other'));
  });

  it('is made without a place to keep it', async () => {
    await using rig = new Rig({units: {'a.pxu': 'id: a\nflags: simple\ncommand: true\n'}});
    const env = {XDG_CACHE_HOME: '/proc/nowhere'};
    const {code, stdout, stderr} = await rig.run(['list', 'jobs'], {env});
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    expect(stdout).toContain('rig::a');
  });
});
