import {describe, expect, it} from 'vitest';
import {Rig} from '../helpers/rig.ts';

function rigWith(...texts: readonly string[]): Rig {
  return new Rig({units: {'a.pxu': texts.join('\n')}});
}

describe('jobs with Jinja in their texts', () => {
  const plan = 'unit: test plan\nid: all\nname: All\ninclude: greets\n';
  const job = (command: string): string =>
    `id: greets\ntemplate-engine: jinja2\nplugin: shell\nflags: simple\nsummary: Hello {{ __system_env__['WHO'] }}\ncommand: ${command}\n`;

  it('are run and shown with them filled in', async () => {
    await using rig = rigWith(job("echo it is {{ __system_env__['WHO'] | upper }}"), plan);
    const {code, stdout} = await rig.run(['run', 'all', '--verbose', '--report-dir', rig.reports], {env: {WHO: 'ada'}});
    expect(code).toBe(0);
    expect(stdout).toContain('it is ADA');
    const reports: unknown = JSON.parse(rig.read('reports/submission.json'));
    expect(JSON.stringify(reports)).toContain('Hello ada');
  });

  it('see the environment of the launcher', async () => {
    await using rig = rigWith(job("echo it is {{ __checkbox_env__['WHO'] }}"), plan);
    const launcher =
      '[launcher]\nlauncher_version = 1\n[test plan]\nunit = rig::all\n[ui]\ntype = silent\n[environment]\nWHO = grace\n';
    rig.write('run.conf', launcher);
    const {code} = await rig.run(['run', rig.path('run.conf'), '--unattended', '--report-dir', rig.reports], {
      env: {WHO: 'ada'},
    });
    expect(code).toBe(0);
    expect(rig.read('reports/submission.json')).toContain('it is grace');
  });

  it('are errors where they cannot be filled in, and nothing is run', async () => {
    await using rig = rigWith(job('echo {{ oops'), plan);
    const {code, stderr} = await rig.run(['run', 'all', '--report-dir', rig.reports]);
    expect(code).toBe(2);
    expect(stderr).toContain('nothing was run: rig::all needs 1 unit with errors: rig::greets');
    expect(stderr).toMatch(/a\.pxu:\d+:\d+: error\[template\//);
  });
});
