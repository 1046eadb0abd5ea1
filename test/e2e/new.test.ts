import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {newPlugins} from '../../src/cli/new/units.ts';
import {type Ended, Rig} from '../helpers/rig.ts';

const alone = {provider: 'none'} as const;

/** Every file below the provider, by its path. */
function filesOf(rig: Rig, paths: readonly string[]): readonly (readonly [string, string])[] {
  return paths.map((path) => [path, readFileSync(rig.path(path), 'utf8')] as const);
}

async function validated(rig: Rig, provider: string): Promise<unknown> {
  const {code, stdout} = await rig.run(['validate', '--strict', provider, '--json'], alone);
  return {code, ...(JSON.parse(stdout) as object)};
}

const clean = {code: 0, diagnostics: [], counts: {error: 0, warning: 0, advice: 0}};

async function ran(
  rig: Rig,
  provider: string,
  plan: string,
): Promise<{code: number | null; results: readonly string[]}> {
  const {code} = await rig.run(['--provider', provider, 'run', plan, '--report-dir', rig.reports], alone);
  const submission = JSON.parse(rig.read('reports/submission.json')) as {results: {id: string; outcome: string}[]};
  return {code, results: submission.results.map(({id, outcome}) => `${id}: ${outcome}`)};
}

describe('new provider', () => {
  it('makes a tree that validates without findings and runs at once', async () => {
    await using rig = new Rig();
    const {code, stdout} = await rig.run(['new', 'provider', 'com.example:demo'], alone);
    expect(code).toBe(0);
    expect(stdout).toContain('made demo/bin/check-uptime');
    expect(stdout).toContain('assay --provider demo run all');
    expect(await validated(rig, 'demo')).toEqual(clean);
    expect(await ran(rig, 'demo', 'all')).toEqual({code: 0, results: ['uptime: pass']});
  });

  it('takes a namespace and a folder', async () => {
    await using rig = new Rig();
    const {stdout} = await rig.run(['new', 'provider', 'demo', '--namespace', 'x.y', '--dir', 'a/b/', '--json'], alone);
    expect(JSON.parse(stdout)).toEqual({
      files: ['a/b/provider.yaml', 'a/b/units/jobs.yaml', 'a/b/units/plans.yaml', 'a/b/bin/check-uptime'],
      next: ['assay validate --strict a/b', 'assay --provider a/b run all'],
    });
    expect((await rig.run(['--provider', 'a/b', 'list', 'jobs'], alone)).stdout).toContain('x.y::uptime');
  });

  it('writes over nothing, and then makes nothing at all', async () => {
    await using rig = new Rig();
    rig.write('demo/units/plans.yaml', 'mine');
    const {code, stderr} = await rig.run(['new', 'provider', 'demo'], alone);
    expect(code).toBe(2);
    expect(stderr).toContain('demo/units/plans.yaml is there already, and nothing is overwritten');
    expect(rig.exists('demo/provider.yaml')).toBe(false);
    expect(rig.read('demo/units/plans.yaml')).toBe('mine');
  });
});

describe('in a provider', () => {
  async function provider(): Promise<Rig> {
    const rig = new Rig();
    await rig.run(['new', 'provider', 'com.example:demo'], alone);
    return rig;
  }

  const make = (rig: Rig, ...words: readonly string[]): Promise<Ended> =>
    rig.run(['new', ...words, '--dir', 'demo'], alone);

  it.each(newPlugins)('new job --plugin %s validates without findings', async (plugin) => {
    await using rig = await provider();
    expect((await make(rig, 'job', 'disk/look', '--plugin', plugin)).code).toBe(0);
    expect(await validated(rig, 'demo')).toEqual(clean);
    const {code, results} = await ran(rig, 'demo', 'try-disk/look');
    const isForPeople = plugin === 'manual' || plugin.startsWith('user-');
    expect(code).toBe(isForPeople ? 3 : 0);
    // What an attachment prints is in the reports and no result.
    if (plugin !== 'attachment') expect(results).toEqual([`disk/look: ${isForPeople ? 'not-supported' : 'pass'}`]);
  });

  it('new template makes a job for each record', async () => {
    await using rig = await provider();
    expect((await make(rig, 'template', 'port')).stdout).toContain('made demo/units/port.yaml');
    expect(await validated(rig, 'demo')).toEqual(clean);
    const {code, results} = await ran(rig, 'demo', 'try-port');
    expect(code).toBe(0);
    expect(results).toContain('port-lo: pass');
  });

  it('new template takes the resource that the provider has', async () => {
    await using rig = await provider();
    await make(rig, 'template', 'a/b');
    await make(rig, 'template', 'again');
    expect(rig.read('demo/units/again.yaml')).not.toContain('probe: net');
    rig.write('demo/units/own.yaml', 'id: block\nplugin: resource\ncommand: echo x:1\n');
    await make(rig, 'template', 'disk-x', '--probe', 'block');
    expect(rig.read('demo/units/disk-x.yaml')).toContain('id: disk_x_block\n');
    expect(await validated(rig, 'demo')).toMatchObject({counts: {error: 0, warning: 0}});
  });

  it('new plan includes what there is', async () => {
    await using rig = await provider();
    await make(rig, 'template', 'port');
    rig.write(
      'demo/units/odd.pxu',
      'unit: setup job\nid: ready\ncommand: true\n\nid: o{d}d#\nflags: simple\ncommand: true\n',
    );
    await make(rig, 'plan', 'everything');
    expect(rig.read('demo/units/everything.yaml')).toBe(`# Leave out what this plan is not for.
unit: test plan
id: everything
name: everything
setup_include:
  - ready
bootstrap_include:
  - net
include:
  - uptime
  - '"o{d}d#"'
  - port
`);
  });

  it('is found from any folder below it', async () => {
    await using rig = await provider();
    const before = filesOf(rig, ['demo/units/jobs.yaml', 'demo/provider.yaml']);
    rig.write('demo/units/deep/x.txt', '');
    const child = await rig.run(['new', 'job', 'a'], {...alone, cwd: 'demo/units/deep'});
    expect(child.stdout).toContain('made ../../units/a.yaml');
    expect(filesOf(rig, ['demo/units/jobs.yaml', 'demo/provider.yaml'])).toEqual(before);
  });

  it.each([
    [['job', 'my job'], 'did you mean my-job?'],
    [['job', 'a::b'], 'without a namespace'],
    [['job', '../x'], 'did you mean x?'],
    [['job', 'com.example::x/'], 'did you mean x?'],
    [['job', 'écran/à'], 'did you mean ecran/a?'],
    [['job', 'uptime'], 'there is a job uptime already, at demo/units/jobs.yaml:2'],
    [['plan', 'all'], 'there is a test plan all already, at demo/units/plans.yaml:2'],
    [['template', 'x', '--probe', 'nte'], 'did you mean net?'],
    [['jop', 'x'], 'did you mean job?'],
    [['job', 'x', '--probe', 'net'], '--probe is for a new template, not for a new job'],
    [['provider', 'demo'], 'demo is a provider already'],
    [['provider', 'a b', '--dir', 'q'], "cannot be part of a provider's name"],
  ])('says what is wrong with %j', async (words, message) => {
    await using rig = await provider();
    const {code, stdout, stderr} = await make(rig, ...words);
    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    expect(stderr).toContain(message);
  });

  it('says what is missing, and how the command goes', async () => {
    await using rig = new Rig();
    const {code, stderr} = await rig.run(['new', 'job'], alone);
    expect(code).toBe(2);
    expect(stderr).toBe(`error: missing required argument 'name'
usage: assay new [options] <provider|job|template|plan> <name>
(assay new --help says more)
`);
  });

  it.each([
    [['provider', ''], 'a provider has a name: NAMESPACE:NAME'],
    [['provider', 'a:b', '--dir', 'x.txt'], 'cannot make the folder x.txt: '],
  ])('says why there is no %j', async (words, message) => {
    await using rig = new Rig();
    rig.write('x.txt', '');
    const {code, stderr} = await rig.run(['new', ...words], alone);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('says that a folder is no provider', async () => {
    await using rig = new Rig();
    const {code, stderr} = await rig.run(['new', 'job', 'x'], alone);
    expect(code).toBe(2);
    expect(stderr).toContain('make one with assay new provider NAME');
  });
});
