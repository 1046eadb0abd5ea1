import {describe, expect, it} from 'vitest';
import type {Host} from '../../src/base/host.ts';
import {renderDiagnostic} from '../../src/base/render-diagnostic.ts';
import {findProviders} from '../../src/catalog/find-providers.ts';
import {listUnits} from '../../src/catalog/list-units.ts';
import {loadLate} from '../../src/catalog/load-late.ts';
import {loadUnits} from '../../src/catalog/load-units.ts';
import {fakeHost} from '../helpers/fake-host.ts';
import {fc} from '../helpers/property.ts';

async function load(host: Host, builtIn = false) {
  const found = findProviders(host, {directories: ['/p'], providerPath: '', builtIn});
  const loaded = await loadUnits(host, found.value);
  const diagnostics = [...found.diagnostics, ...loaded.diagnostics];
  return {
    set: loaded.value,
    ids: loaded.value.units.map(({id}) => id),
    codes: diagnostics.map(({code}) => code),
    problems: diagnostics.map((diagnostic) => renderDiagnostic(diagnostic)),
  };
}

function job(id: string): string {
  return `id: ${id}\nflags: simple\ncommand: true\n`;
}

const name = {'/p/provider.yaml': 'name: com.example:p\n'};

describe('loadUnits', () => {
  it('keeps the order of folders, files and places in a file', async () => {
    const files = {
      ...name,
      '/p/jobs/a.pxu': job('e'),
      '/p/units/a/z.pxu': job('b'),
      '/p/units/a.pxu': `${job('c')}\n${job('a')}`,
      '/p/units/B.pxu': job('d'),
    };
    expect((await load(fakeHost(files))).ids).toEqual(['d', 'b', 'c', 'a', 'e'].map((id) => `com.example::${id}`));
  });

  it('gives the same set however the files came to stand on disk', async () => {
    const entries = ['one', 'two/three', 'two/four', 'five.d/six', 'seven'].map((path): [string, string] => [
      `/p/units/${path}.pxu`,
      job(path.replaceAll('/', '-')),
    ]);
    const wanted = (await load(fakeHost({...name, ...Object.fromEntries(entries)}))).ids;
    expect(wanted).toHaveLength(entries.length);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(entries, {minLength: entries.length}), async (shuffled) => {
        expect((await load(fakeHost({...Object.fromEntries(shuffled), ...name}))).ids).toEqual(wanted);
      }),
    );
  });

  it('reads a folder that links lead to more than once only once', async () => {
    const files = {
      ...name,
      '/p/units/a.pxu': job('a'),
      '/p/units/more': {link: '/elsewhere'},
      '/p/units/once-more': {link: '/elsewhere'},
      '/elsewhere/b.pxu': job('b'),
    };
    const {ids, codes} = await load(fakeHost(files));
    expect(ids).toEqual(['com.example::a', 'com.example::b']);
    expect(codes).toEqual([]);
  });

  it('names links that lead back up or nowhere', async () => {
    const files = {
      ...name,
      '/p/units/a.pxu': job('a'),
      '/p/units/again': {link: '.'},
      '/p/units/b/c.pxu': job('c'),
      '/p/units/b/lost': {link: '/gone'},
      '/p/units/b/up': {link: '/p'},
    };
    const {ids, problems} = await load(fakeHost(files));
    expect(ids).toEqual(['com.example::a', 'com.example::c']);
    expect(problems).toEqual([
      '/p/units/again: warning[catalog/link-loop]: This leads back up to /p/units, which is not read once more.',
      '/p/units/b/lost: warning[catalog/link-nowhere]: Nothing is here: this link leads nowhere, so a folder of units may be missing.',
      '/p/units/b/up/units: warning[catalog/link-loop]: This leads back up to /p/units, which is not read once more.',
    ]);
  });

  it('stops at folders nested too deep', async () => {
    const {ids, codes} = await load(fakeHost({...name, [`/p/units/${'d/'.repeat(60)}a.pxu`]: job('a')}));
    expect({ids, codes}).toEqual({ids: [], codes: ['catalog/unreadable']});
  });

  it("takes the provider's own folder for its units where it is told to, without what is no unit in it", async () => {
    const files = {
      '/p/provider.yaml': 'name: com.example:p\nunit-directories: [.]\n',
      '/p/disk/a.yaml': 'unit: job\nid: a\nflags: [simple]\ncommand: true\n',
      '/p/data/b.pxu': job('b'),
      '/p/bin/c.txt': 'no unit',
    };
    expect(await load(fakeHost(files))).toMatchObject({ids: ['com.example::a'], codes: []});
  });

  it('says once what is wrong in a field that siblings share', async () => {
    const text = 'id: a\nflags: simple\ncommand: true\ncolour: red\nsiblings: [{"id": "b"}, {"id": "c"}]\n';
    const {ids, codes} = await load(fakeHost({...name, '/p/units/a.pxu': text}));
    expect(ids).toHaveLength(3);
    expect(codes).toEqual(['unit/unknown-field']);
  });

  it('chooses keyed-by values by the machine, the provider and the caller', async () => {
    const files = {
      '/p/provider.yaml': 'name: com.example:p\nkeys: {board: pi, lab: here}\n',
      '/p/units/a.yaml': [
        'unit: job\nid: a\nflags: [simple]\nsummary: {by-arch: {"x86.*": intel, default: other}}',
        'command: {by-board: {pi: on-pi, default: elsewhere}}',
        'user: {by-lab: {"(t)?here": root, default: nobody}}\n',
      ].join('\n'),
      '/proc/sys/kernel/arch': 'x86_64\n',
    };
    const host = fakeHost(files);
    const found = findProviders(host, {directories: ['/p'], providerPath: '', builtIn: false});
    const loaded = await loadUnits(host, found.value, {keys: new Map([['board', 'mega']])});
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.value.units).toMatchObject([{summary: 'intel', command: {text: 'elsewhere'}, user: 'root'}]);
  });
});

describe('units with a mistake that a layer finds', () => {
  const files = {
    '/p/provider.yaml': 'name: com.example:p\nkeys: {board: pi}\n',
    '/p/units/a.yaml': [
      'id: two-fit\nplugin: shell\ncommand: {by-board: {p.: one, .i: two}}',
      'id: "m-${{ matrix.a }}"\nplugin: shell\ncommand: "true"\nmatrix: {a: [1], b: [x, y]}',
      'id: good\nflags: [simple]\ncommand: {by-board: {pi: one}}\n',
    ].join('\n---\n'),
  };

  it('are broken, and what the mistake takes away is not missed', async () => {
    const found = findProviders(fakeHost(files), {directories: ['/p'], providerPath: '', builtIn: false});
    for (const load of [loadUnits, loadLate, listUnits]) {
      const {broken, diagnostics} = await load(fakeHost(files), found.value);
      expect([...broken].map(([id, errors]) => [id, errors.map(({code}) => code)])).toEqual([
        ['com.example::two-fit', ['transform/keyed-by']],
        ['com.example::m-1', ['transform/matrix-id']],
      ]);
      expect(diagnostics.map(({code}) => code)).toEqual(['transform/keyed-by', 'transform/matrix-id']);
    }
  });

  it('are told of up to a thousand in a file', async () => {
    const text = Array.from({length: 1500}, (_, index) => `id: odd-${index}\nplugin: odd\n`).join('\n');
    const files = {...name, '/p/units/a.pxu': `${text}\n${job('good')}`, '/p/units/b.pxu': 'id: other\nplugin: odd\n'};
    const {ids, codes} = await load(fakeHost(files));
    expect(ids).toEqual(['com.example::good']);
    expect(codes).toHaveLength(1002);
    expect(codes.filter((code) => code === 'unit/too-many-errors')).toHaveLength(1);
  });

  it('are those that matrices make without end, from there on', async () => {
    const ten = '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]';
    const id = ['a', 'b', 'c'].map((axis) => `-\${{ matrix.${axis} }}`).join('');
    const text = Array.from(
      {length: 260},
      (_, index) => `id: "j${index}${id}"\nflags: [simple]\ncommand: one\nmatrix: {a: ${ten}, b: ${ten}, c: ${ten}}\n`,
    ).join('---\n');
    const host = fakeHost({...name, '/p/units/a.yaml': text});
    const found = findProviders(host, {directories: ['/p'], providerPath: '', builtIn: false});
    const {value, diagnostics} = await listUnits(host, found.value);
    expect(value.length).toBeLessThan(260_000);
    expect(diagnostics.map(({code}) => code)).toContain('transform/too-many-units');
  });

  it('are not among the units', async () => {
    expect(await load(fakeHost(files))).toMatchObject({ids: ['com.example::good']});
  });
});

describe('broken units', () => {
  it('are given by the id they would have had, with their errors', async () => {
    const files = {
      ...name,
      '/p/units/a.pxu': [
        'id: typed\nplugin: shel\n',
        'unit: template\nid: each_{name}\nplugin: shell\n',
        'unit: template\ntemplate-id: own\nid: each_{name}\n',
        'unit: test plam\nid: plan\n',
        job('good'),
        'plugin: shell\ncommand: true\n',
      ].join('\n'),
      '/p/units/b.pxu': `${job('damaged')}no colon here\n\n${job('beside')}`,
    };
    const found = findProviders(fakeHost(files), {directories: ['/p'], providerPath: '', builtIn: false});
    const {broken, value, diagnostics} = await loadUnits(fakeHost(files), found.value);
    expect([...broken].map(([id, errors]) => [id, errors.map(({code}) => code)])).toEqual([
      ['com.example::typed', ['unit/bad-value']],
      ['com.example::each_name', ['unit/missing-field']],
      ['com.example::own', ['unit/missing-field', 'unit/missing-field']],
      ['com.example::plan', ['unit/unknown-kind']],
      ['com.example::damaged', ['syntax/missing-colon']],
    ]);
    expect(value.units.map(({id}) => id)).toEqual(['com.example::good', 'com.example::beside']);
    expect(diagnostics).toEqual(expect.arrayContaining([...broken.values()].flat()));
  });
});

describe('the built-in namespace', () => {
  it('has what the public providers lean on, without a complaint', async () => {
    const {set, codes} = await load(fakeHost({...name, '/p/units/a.pxu': job('a')}), true);
    expect(codes).toEqual([]);
    const partial = (ids: Iterable<string>): readonly string[] =>
      [...ids].filter((id) => id.startsWith('com.canonical.plainbox::')).map((id) => id.slice(24));
    expect(partial(set.jobs.keys())).toEqual(['manifest', 'collect-manifest']);
    expect(partial(set.exporters.keys())).toContain('xlsx');
    expect(partial(set.categories.keys())).toHaveLength(40);
  });
});
