import {describe, expect, it} from 'vitest';
import {nodeHost} from '../../src/base/node-host.ts';
import {findProviders} from '../../src/catalog/find-providers.ts';
import {fakeHost} from '../helpers/fake-host.ts';

const unit = 'id: one\nflags: simple\ncommand: true\n';

function manage(name: string): string {
  return `from plainbox.provider_manager import setup\nsetup(name="com.example:${name}", version="1")\n`;
}

function installed(name: string, location: string): string {
  return `[PlainBox Provider]\nname = com.example:${name}\nversion = 1\nlocation = ${location}\n`;
}

function find(files: Readonly<Record<string, string>>, directories: readonly string[], env = {PROVIDERPATH: ''}) {
  const found = findProviders(fakeHost(files, {env}), {directories, builtIn: false});
  return {
    names: found.value.map(({name}) => name.replace('com.example:', '')),
    codes: found.diagnostics.map(({code}) => code),
    found,
  };
}

describe('X1: a provider path', () => {
  it('that does not exist is an error with the nearest name', () => {
    const {names, found} = find({'/p/base/manage.py': manage('base')}, ['/p/bse']);
    expect(names).toEqual([]);
    expect(found.diagnostics).toEqual([
      expect.objectContaining({code: 'provider/not-found', severity: 'error', suggestion: '/p/base'}),
    ]);
  });

  it('that holds no provider is an error that says what was looked for', () => {
    const {found} = find({'/p/readme': 'hello', '/p/deep/er/than/that/provider.yaml': 'name: a:b'}, ['/p']);
    expect(found.diagnostics).toEqual([expect.objectContaining({code: 'provider/none-here', severity: 'error'})]);
    expect(found.diagnostics[0]?.message).toMatch(/provider\.yaml.*manage\.py.*\*\.provider/);
  });

  it('that cannot be read is an error with the reason', () => {
    const host = fakeHost({'/p/a': ''});
    const files: typeof host.files = {
      ...host.files,
      list: () => {
        throw Object.assign(new Error('no'), {code: 'EACCES'});
      },
    };
    const found = findProviders({...host, files}, {directories: ['/p'], providerPath: '', builtIn: false});
    expect(found.diagnostics.map(({message}) => message)).toEqual(['The folder /p cannot be read: EACCES.']);
  });

  it('that is some other file is an error', () => {
    expect(find({'/p/notes.txt': 'hello'}, ['/p/notes.txt']).codes).toEqual(['provider/none-here']);
  });
});

describe('findProviders', () => {
  it('takes a folder of providers as all of them, sorted, those in folders of their own included', () => {
    const files = {
      '/p/b/manage.py': manage('b'),
      '/p/b/units/a.pxu': unit,
      '/p/a/x/provider.yaml': 'name: com.example:a-x\n',
      '/p/a/x/units/a.pxu': unit,
      '/p/.git/manage.py': manage('hidden'),
    };
    expect(find(files, ['/p'])).toMatchObject({names: ['a-x', 'b'], codes: []});
  });

  it('takes the file that describes a provider for its folder', () => {
    const files = {'/p/manage.py': manage('a'), '/p/units/a.pxu': unit, '/q/q.provider': installed('q', '/p')};
    expect(find(files, ['/p/manage.py', '/q/q.provider'])).toMatchObject({names: ['a', 'q'], codes: []});
  });

  it('prefers provider.yaml to manage.py', () => {
    const files = {
      '/p/manage.py': manage('old'),
      '/p/provider.yaml': 'name: com.example:new\n',
      '/p/units/a.pxu': unit,
    };
    expect(find(files, ['/p'])).toMatchObject({names: ['new'], codes: []});
  });

  it('quotes an empty word, which is no folder', () => {
    const [problem] = findProviders(nodeHost(), {directories: [''], providerPath: ''}).diagnostics;
    expect(problem).toMatchObject({
      code: 'provider/not-found',
      message: "There is no folder '' to look for a provider in.",
      span: {file: {path: "''"}},
    });
  });

  it('warns of a provider without units', () => {
    expect(find({'/p/provider.yaml': 'name: com.example:a\n'}, ['/p']).codes).toEqual(['provider/no-units']);
  });

  it('reads one folder that is given twice once', () => {
    const files = {'/p/provider.yaml': 'name: com.example:a\n', '/p/units/a.pxu': unit};
    expect(find(files, ['/p', '/p/'])).toMatchObject({names: ['a'], codes: []});
  });

  it('takes the first of two folders that give one name, and says so', () => {
    const files = {
      '/p/provider.yaml': 'name: com.example:a\nversion: 1\n',
      '/p/units/a.pxu': unit,
      '/q/provider.yaml': 'name: com.example:a\nversion: 2\n',
      '/q/units/a.pxu': unit,
    };
    const {found, codes} = find(files, ['/q', '/p']);
    expect(found.value.map(({version}) => version)).toEqual(['2']);
    expect(codes).toEqual(['provider/duplicate']);
  });

  it('has the built-in namespace first unless it is told not to', () => {
    const host = fakeHost(
      {'/p/provider.yaml': 'name: com.example:a\n', '/p/units/a.pxu': unit},
      {env: {PROVIDERPATH: ''}},
    );
    const found = findProviders(host, {directories: ['/p']});
    expect(found.value.map(({namespace, builtIn}) => ({namespace, builtIn}))).toEqual([
      {namespace: 'com.canonical.plainbox', builtIn: true},
      {namespace: 'com.example', builtIn: false},
    ]);
  });
});

describe('installed providers', () => {
  const files = {
    '/usr/share/plainbox-providers-1/system.provider': installed('system', '/lib/system'),
    '/lib/system/units/a.pxu': unit,
    '/home/me/.local/share/plainbox-providers-1/mine.provider': installed('mine', '/lib/mine'),
    '/lib/mine/jobs/a.txt': unit,
    '/data/plainbox-providers-1/other.provider': installed('other', '/lib/other'),
    '/lib/other/units/a.pxu': unit,
    '/path/one/two.provider': installed('two', '/lib/other'),
  };
  const names = (env: Readonly<Record<string, string>>, providerPath?: string): readonly string[] =>
    findProviders(fakeHost(files, {env}), {
      directories: [],
      builtIn: false,
      ...(providerPath === undefined ? {} : {providerPath}),
    }).value.map(({name}) => name);

  it('are found in the folders of XDG', () => {
    expect(names({HOME: '/home/me'})).toEqual(['com.example:system', 'com.example:mine']);
    expect(names({HOME: '/home/me', XDG_DATA_HOME: '/data', XDG_DATA_DIRS: '/none'})).toEqual(['com.example:other']);
  });

  it('are found on PROVIDERPATH and nowhere else where that is set', () => {
    expect(names({HOME: '/home/me', PROVIDERPATH: '/nowhere:/path/one'})).toEqual(['com.example:two']);
    expect(names({HOME: '/home/me', PROVIDERPATH: ''})).toEqual([]);
    expect(names({HOME: '/home/me'}, '/path/one')).toEqual(['com.example:two']);
  });

  it('stand back silently for a provider of the same name that is given', () => {
    const both = {...files, '/p/provider.yaml': 'name: com.example:system\n', '/p/units/a.pxu': unit};
    const found = findProviders(fakeHost(both, {env: {}}), {directories: ['/p'], builtIn: false});
    expect(found.value.map(({directory}) => directory)).toEqual(['/p']);
    expect(found.diagnostics).toEqual([]);
  });

  it('are where their definition is when they are relocatable', () => {
    const moved = {
      '/p/x.provider': '[PlainBox Provider]\nname = com.example:x\nrelocatable = yes\nlocation = /gone\n',
      '/p/units/a.pxu': unit,
      '/p/bin/tool': '',
    };
    const found = findProviders(fakeHost(moved, {env: {}}), {directories: ['/p/x.provider'], builtIn: false});
    expect(found.diagnostics).toEqual([]);
    expect(found.value).toMatchObject([{directory: '/p', unitDirectories: ['/p/units'], binDirectory: '/p/bin'}]);
  });
});
