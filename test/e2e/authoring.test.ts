import {describe, expect, it} from 'vitest';
import {Rig} from '../helpers/rig.ts';

const goodUnits = `id: first
summary: The first job
flags: simple
command: true

unit: test plan
id: everything
name: Everything
include:
 first
 broken
`;

describe('list', () => {
  it('lists the stock suite of a fresh clone', async () => {
    await using rig = new Rig();
    const {code, stdout, stderr} = await rig.run(['list', 'test-plans', '--json'], {provider: 'none'});
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    const plans: unknown = JSON.parse(stdout);
    expect(plans).toContainEqual(
      expect.objectContaining({id: 'assay::smoke', kind: 'test plan', provider: 'assay:jobs', line: 1}),
    );
  });

  it('shows a broken unit with its place and lists the others', async () => {
    await using rig = new Rig({units: {'a.pxu': goodUnits, 'b.pxu': 'id: broken\nplugin: shel\ncommand: true\n'}});
    const {code, stdout, stderr} = await rig.run(['list', 'jobs']);
    expect(code).toBe(0);
    expect(stdout).toContain('rig::first');
    expect(stderr).toContain('provider/units/b.pxu:2:9: error[');
    expect(stderr).toContain('2 | plugin: shel\n    |         ^^^^');
    expect(stderr).toContain('did you mean shell?');
  });

  it('names the kinds where it is asked for another', async () => {
    await using rig = new Rig();
    const {code, stderr} = await rig.run(['list', 'templtes']);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean templates?');
  });

  it('says nothing of a reader that leaves early', async () => {
    await using rig = new Rig({units: {'a.pxu': goodUnits}});
    const running = rig.start(['list']);
    running.child.stdout?.destroy();
    expect(await running.ended).toMatchObject({stderr: ''});
  });

  it('exits as it should where nobody reads what is wrong', async () => {
    await using rig = new Rig();
    const running = rig.start(['show', 'smke'], {provider: 'none'});
    running.child.stderr?.destroy();
    expect((await running.ended).code).toBe(2);
  });
});

describe('X1: what does not exist', () => {
  it('is an error with the nearest name for a unit', async () => {
    await using rig = new Rig();
    const {code, stdout, stderr} = await rig.run(['show', 'smke'], {provider: 'none'});
    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    expect(stderr).toContain('did you mean smoke?');
  });

  it('is an error for a provider', async () => {
    await using rig = new Rig();
    const {code, stdout, stderr} = await rig.run(['--provider', rig.path('provder'), 'list'], {provider: 'none'});
    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    expect(stderr).toContain('error[provider/not-found]');
    expect(stderr).toContain(rig.path('provider'));
  });

  it('is no reason to refuse a folder with a provider beside a broken one', async () => {
    await using rig = new Rig({units: {'a.pxu': goodUnits}});
    rig.write('other/provider.yaml', 'version: 2\n');
    const {code, stdout, stderr} = await rig.run(['--provider', rig.directory, 'list', 'jobs'], {provider: 'none'});
    expect(code).toBe(0);
    expect(stdout).toContain('rig::first');
    expect(stderr).toContain('other/provider.yaml:1:1: error[provider/missing-key]');
  });

  it('is an error for a command', async () => {
    await using rig = new Rig();
    const {code, stderr} = await rig.run(['rum', 'smoke']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean run?');
  });
});

describe('transforms of a provider', () => {
  it('are code that --no-transforms keeps from running', async () => {
    await using rig = new Rig({units: {'a.pxu': goodUnits}});
    rig.write('provider/provider.yaml', 'name: test:rig\nnamespace: rig\ntransforms: [./drop.mjs]\n');
    rig.write('provider/drop.mjs', 'export function* transform() {}\n');
    expect((await rig.run(['list'])).stdout).not.toContain('rig::first');
    expect((await rig.run(['--no-transforms', 'list'])).stdout).toContain('rig::first');
  });

  it('cannot end a command as if all were well', async () => {
    await using rig = new Rig({units: {'a.pxu': goodUnits}});
    rig.write('provider/provider.yaml', 'name: test:rig\nnamespace: rig\ntransforms: [./leave.mjs]\n');
    rig.write('provider/leave.mjs', 'process.exit(0);\n');
    const loading = await rig.run(['validate', 'provider']);
    expect(loading).toMatchObject({code: 4, stdout: ''});
    expect(loading.stderr).toContain('assay: ended in the middle: a transform of a provider calls process.exit');
    rig.write('provider/leave.mjs', 'export function* transform(_, records) { yield* records; process.exit(0); }\n');
    expect((await rig.run(['validate', 'provider'])).code).toBe(4);
  });
});

describe('show', () => {
  it('gives the unit, its place and what refers to it', async () => {
    await using rig = new Rig({units: {'a.pxu': goodUnits}});
    const {code, stdout} = await rig.run(['show', 'first', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      id: 'rig::first',
      kind: 'job',
      provider: 'test:rig',
      line: 1,
      fields: {id: 'first', summary: 'The first job', flags: 'simple', command: 'true'},
      referencedBy: [{id: 'rig::everything', field: 'include', line: 10}],
    });
  });

  it('shows the broken unit that is asked for', async () => {
    await using rig = new Rig({units: {'b.pxu': 'id: broken\nplugin: shel\ncommand: true\n'}});
    const {code, stderr} = await rig.run(['show', 'broken']);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean shell?');
    expect(stderr).toContain('there is no unit broken');
  });
});

describe('validate', () => {
  it('finds nothing in the stock suite', async () => {
    await using rig = new Rig();
    const {code, stdout} = await rig.run(['validate', '--json'], {provider: 'none'});
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({diagnostics: [], counts: {error: 0, warning: 0, advice: 0}});
  });

  it('reports every finding with its place, and exits 2', async () => {
    await using rig = new Rig({
      units: {'a.pxu': `${goodUnits}\nid: wants\nflags: simple\nrequires: nosuch.name == 'x'\ncommand: true\n`},
    });
    const {code, stdout} = await rig.run(['validate', '--json']);
    expect(code).toBe(2);
    const {diagnostics} = JSON.parse(stdout) as {diagnostics: {code: string; line: number; column: number}[]};
    expect(diagnostics).toContainEqual(
      expect.objectContaining({code: 'catalog/unknown-reference', line: 11, column: 2, endLine: 11, endColumn: 8}),
    );
    expect(diagnostics).toContainEqual(
      expect.objectContaining({code: 'expression/unknown-resource', line: 15, column: 11}),
    );
  });

  it('fails on warnings only when strict', async () => {
    await using rig = new Rig({units: {'a.pxu': 'id: odd\nflags: simple\ncommand: true\nfoo: bar\n'}});
    expect((await rig.run(['validate'])).code).toBe(0);
    expect((await rig.run(['validate', '--strict'])).code).toBe(2);
  });
});
