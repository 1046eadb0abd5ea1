import {readdirSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {forced, job, plan} from '../helpers/launching.ts';
import {Rig} from '../helpers/rig.ts';

const manual = 'id: look\nplugin: manual\nsummary: Look\npurpose: See\nsteps: Look\nverification: Seen?\n';

const units = {
  'all.pxu': [
    plan('all', 'greet', 'bad', 'look'),
    plan('other', 'greet'),
    job('greet', 'echo "hello $NAME"'),
    job('bad', 'echo tried >> "$PLAINBOX_SESSION_SHARE/../../../../tries"; exit 1'),
    manual,
  ].join('\n'),
};

describe('a launcher', () => {
  it('says which plan is run, with which jobs, variables, retries, title and reports', async () => {
    await using rig = new Rig({units});
    const rest = [
      '[test selection]',
      'forced = yes',
      'exclude = .*look',
      '[launcher]',
      'session_title = Alpha',
      'session_desc = With feature X',
      'stock_reports = text, submission_json',
      '[environment]',
      'NAME = world',
      '[ui]',
      'type = silent',
      'output = show',
      'auto_retry = yes',
      'max_attempts = 3',
      'delay_before_retry = 0',
      '[transport:here]',
      'type = file',
      'path = out/mine.html',
      '[report:mine]',
      'exporter = html',
      'transport = here',
    ];
    rig.write('dir/launcher.conf', `${forced.split('[test selection]')[0]}${rest.join('\n')}\n`);
    const {code, stdout, stderr} = await rig.run(['run', 'dir/launcher.conf']);
    expect(stderr).toBe('');
    expect(code).toBe(1);
    expect(stdout).toContain('greet | hello world');
    expect(rig.read('tries')).toBe('tried\n'.repeat(3));
    expect(stdout).not.toContain('look');
    expect(rig.read('dir/out/mine.html')).toContain('Alpha');
    expect(rig.exists('.local/share/submission.json')).toBe(true);
    expect(stdout).toContain('[Failed]');
    const [id = ''] = rig.sessionIds();
    const {stdout: shown} = await rig.run(['sessions', 'show', id, '--json']);
    expect(JSON.parse(shown)).toMatchObject({title: 'Alpha', description: 'With feature X', plan: 'rig::all'});
  });

  it('E1: gives the text report as text', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', `${forced}[launcher]\nstock_reports = text\n`);
    const {stdout} = await rig.run(['run', 'l.conf']);
    expect(stdout).toContain('The plan all\n============');
    expect(stdout).not.toContain("b'");
    expect(stdout).not.toContain('\\n');
  });

  it('runs by itself, in INI and in YAML', async () => {
    await using rig = new Rig({units});
    const command = `#!/usr/bin/env -S ${process.cwd()}/assay --provider ${rig.provider} run\n`;
    rig.write('ini', `${command}${forced}match = .*greet\n`, 0o755);
    rig.write(
      'yaml',
      `${command}---\ntest plan: {unit: rig::all, forced: true}\ntest selection: {forced: true, match: .*greet}\n`,
      0o755,
    );
    for (const name of ['ini', 'yaml']) {
      const {code, stdout, stderr} = await rig.execute(rig.path(name));
      expect([stderr, code]).toEqual(['', 0]);
      expect(stdout).toContain('[1/1] pass    greet');
    }
  });

  it('runs where assay is its interpreter without a command', async () => {
    await using rig = new Rig({units});
    rig.write('l', `#!/usr/bin/env -S assay\n${forced}match = .*greet\n`, 0o755);
    const {code} = await rig.execute(rig.path('l'), {
      PATH: `${process.cwd()}:${process.env['PATH']}`,
      PROVIDERPATH: rig.provider,
    });
    expect(code).toBe(0);
  });

  it('gives its plan up for one that is named, and --set goes over it', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', `${forced}[environment]\nNAME = launcher\n[ui]\noutput = show\n`);
    const {code, stdout} = await rig.run(['run', 'other', '--launcher', 'l.conf', '--set', 'environment.NAME=typed']);
    expect(code).toBe(0);
    expect(stdout).toContain('greet | hello typed');
  });

  it('gives its variables to templates too, but for secrets', async () => {
    const template = [
      "id: res\nplugin: resource\nsummary: Res\nestimated_duration: 1\ncommand: echo 'a: 1'\n",
      'unit: template\ntemplate-engine: jinja2\ntemplate-resource: res\ntemplate-id: each\nid: each_{{ a }}\n' +
        "summary: For {{ __checkbox_env__.get('NAME', 'nobody') }} {{ __checkbox_env__.get('PSK', '-') }}\n" +
        'flags: simple\ncommand: true\n',
    ];
    await using rig = new Rig({units: {'all.pxu': [plan('all', 'each'), ...template].join('\n')}});
    rig.write('l.conf', `${forced}[environment]\nNAME = world\nPSK = hunter2\n[secrets]\nvariables = PSK\n`);
    expect((await rig.run(['run', 'l.conf', '--report-dir', rig.reports])).code).toBe(0);
    expect(rig.read('reports/submission.json')).toContain('For world -');
  });

  it.runIf(process.getuid?.() === 0)('runs as its normal_user what root would run', async () => {
    const jobs = [job('whoami', 'id -un'), job('crash', 'kill -9 $$'), job('fail', 'exit 3')];
    await using rig = new Rig({units: {'all.pxu': [plan('all', 'whoami', 'crash', 'fail'), ...jobs].join('\n')}});
    rig.write('l.conf', `${forced}[agent]\nnormal_user = nobody\n[ui]\noutput = show\n`);
    const {stdout} = await rig.run(['run', 'l.conf']);
    expect(stdout).toContain('whoami | nobody');
    expect(stdout).toMatch(/CRASH {3}crash .*: ended by SIGKILL/);
    expect(stdout).toMatch(/FAIL {4}fail .*: exit code 3/);
    const {code, stderr} = await rig.run(['run', 'l.conf', '--set', 'agent.normal_user=nobodyatall']);
    expect([code, stderr.includes('error[run/no-user]')]).toEqual([2, true]);
  });

  it('may be called anything, and an id is still an id beside a file of its name', async () => {
    await using rig = new Rig({units});
    rig.write('mine', `${forced}match = .*greet\n`);
    rig.write('other', 'just a file\n');
    expect((await rig.run(['run', 'mine'])).stdout).toContain('The plan all: 1 test');
    expect((await rig.run(['run', 'other'])).stdout).toContain('The plan other: 1 test');
  });

  it('takes its providers by name', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', `${forced}[providers]\nuse = com.nobody:*\n`);
    const {code, stderr} = await rig.run(['run', 'l.conf']);
    expect(code).toBe(2);
    expect(stderr).toContain('l.conf:7:7: error[usage/unknown-provider]');
    expect(stderr).toContain('there are test:rig');
  });
});

describe('how long a job may take', () => {
  const sleeping = {
    'all.pxu': [
      `${plan('all', 'own', 'none')}timeout: 0.4\nsilence-timeout: 60\n`,
      job('own', 'sleep 60', 'timeout: 0.2\n'),
      job('none', 'sleep 60'),
    ].join('\n'),
  };
  const limits = async (...launcher: readonly string[]): Promise<readonly string[]> => {
    await using rig = new Rig({units: sleeping});
    rig.write('l.conf', `${forced}${launcher.join('\n')}\n`);
    const {code, stdout} = await rig.run(['run', 'l.conf']);
    expect(code).toBe(1);
    return [...stdout.matchAll(/FAIL .*its timeout of (.*) s$/gm)].map(([, seconds = '']) => seconds);
  };

  it('is said by the job, else by the launcher, else by the test plan', async () => {
    expect(await limits()).toEqual(['0.2', '0.4']);
    expect(await limits('[run]', 'timeout = 1')).toEqual(['0.2', '1']);
  });

  it('is longer on slower kinds of machines, but for what the launcher says', async () => {
    const factors = ['[timeout factors]', 'embedded = 3', 'server = 9', '[run]', 'device_class = embedded'];
    expect(await limits(...factors)).toEqual(['0.6', '1.2']);
    expect(await limits(...factors, 'timeout_factor = 0.5', 'timeout = 1')).toEqual(['0.3', '1']);
  });

  it('is multiplied for kinds of machines that there are', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', `${forced}[timeout factors]\nembeded = 3\n[run]\ndevice_class = labtop\n`);
    const {code, stderr} = await rig.run(['run', 'l.conf']);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean embedded?');
    expect(stderr).toContain('did you mean laptop?');
  });
});

describe('a launcher that is wrong', () => {
  it('C1: a switch that is neither yes nor no is an error with the allowed values', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', forced.replace('forced = yes', 'forced = maybe'));
    const {code, stderr} = await rig.run(['run', 'l.conf']);
    expect(code).toBe(2);
    expect(stderr).toContain('l.conf:3:10: error[config/bad-value]: forced must be yes or no, not maybe.');
    expect(rig.sessionIds()).toEqual([]);
  });

  it('X2: an unknown value is an error with the allowed ones and the nearest', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', `${forced}[ui]\ntype = sillent\n`);
    const {code, stderr} = await rig.run(['run', 'l.conf']);
    expect(code).toBe(2);
    expect(stderr).toContain('l.conf:7:8: error[config/bad-value]: type must be interactive, silent,');
    expect(stderr).toContain('did you mean silent?');
  });

  it('X2: a file that is no launcher is an error with the line', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', '\n\nhello there\nthis is no launcher\n');
    const {code, stderr} = await rig.run(['run', 'l.conf']);
    expect(code).toBe(2);
    expect(stderr).toContain('l.conf:3:1: error[syntax/ini-line]: This is no launcher');
    expect(stderr).not.toContain('    at ');
  });

  it('X1: a file or plan that is not there is an error', async () => {
    await using rig = new Rig({units});
    const {code, stderr} = await rig.run(['run', './nothing.conf']);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no test plan and no launcher file ./nothing.conf');
  });

  it('names a report that cannot be made before anything runs', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', `${forced}[report:a]\nexporter = htlm\ntransport = there\n`);
    const {code, stderr} = await rig.run(['run', 'l.conf']);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean html?');
    expect(stderr).toContain('There is no section [transport:there].');
    expect(rig.sessionIds()).toEqual([]);
  });
});

describe('a run that nobody is at', () => {
  it('H1: does not run a manual job, but the rest and the reports', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', forced);
    const {code, stdout} = await rig.run(['run', 'l.conf', '--report-dir', rig.reports]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/NOT RUN look: it needs a person/);
    expect(stdout).toMatch(/pass {4}greet/);
    expect(readdirSync(rig.reports).sort()).toEqual(['junit.xml', 'report.html', 'submission.json']);
  });

  it('H2: says what it would have asked and which option answers it', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', '[test plan]\nunit = rig::other\n');
    const {code, stderr} = await rig.run(['run', 'l.conf']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      '"Is it rig::other that is to be run, or another test plan?": give [test plan] forced = yes',
    );
    expect(stderr).toContain('"Which of its jobs are to be run?": give [test selection] forced = yes, or --unattended');
    expect(rig.sessionIds()).toEqual([]);
    expect((await rig.run(['run', 'l.conf', '--unattended'])).code).toBe(0);
  });

  it('H2: asks for the plan where none is named', async () => {
    await using rig = new Rig({units});
    const {code, stderr} = await rig.run(['run']);
    expect(code).toBe(2);
    expect(stderr).toContain('"Which test plan is to be run?": name it: assay run PLAN');
  });
});

describe('configuration files', () => {
  it('are explained by section too, and a key that is not there by the nearest', async () => {
    await using rig = new Rig({units});
    const {code, stdout} = await rig.run(['config', 'explain', 'ui']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\[ui\] type = [\s\S]*\[ui\] auto_retry = no/)]);
    const wrong = await rig.run(['config', 'explain', 'auto_retri']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('did you mean auto_retry?')]);
  });

  it('count below the launcher, and explain says which file won', async () => {
    await using rig = new Rig({units});
    rig.write('.config/checkbox.conf', '[environment]\nNAME = user\n[ui]\nauto_retry = no\n');
    rig.write('l.conf', `${forced}[environment]\nNAME = launcher\n`);
    const {stdout} = await rig.run(['config', 'explain', 'environment.NAME', '--launcher', 'l.conf']);
    expect(stdout).toContain('* launcher  l.conf:7');
    expect(stdout).toMatch(/ {2}user +\S+checkbox\.conf:2 +user/);
    const {stdout: json} = await rig.run(['config', 'explain', 'auto_retry', '--json']);
    expect(JSON.parse(json)).toMatchObject([
      {
        section: 'ui',
        key: 'auto_retry',
        value: false,
        sources: [{layer: 'user', line: 4, wins: true}, {layer: 'default'}],
      },
    ]);
  });

  it('are checked by themselves', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', '[ui]\ntype = sillent\n');
    const {code, stderr, stdout} = await rig.run(['config', 'check', 'l.conf']);
    expect(code).toBe(2);
    expect(stderr).toContain('l.conf:2:8');
    expect(stdout).toContain('1 error, 0 warnings, 0 advice');
  });

  it('can be written from the defaults', async () => {
    await using rig = new Rig({units});
    const {stdout} = await rig.run(['config', 'defaults']);
    rig.write('defaults.conf', stdout);
    const {code, stdout: checked} = await rig.run(['config', 'check', 'defaults.conf']);
    expect(code).toBe(0);
    expect(checked).toContain('0 errors, 0 warnings, 0 advice');
  });
});
