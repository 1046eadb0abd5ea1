import {readdirSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {Rig} from '../helpers/rig.ts';

const job = (id: string, command: string, more = ''): string =>
  `id: ${id}\nsummary: The job ${id}\nflags: simple\ncommand: ${command}\n${more}`;
const plan = (id: string, ...ids: readonly string[]): string =>
  `unit: test plan\nid: ${id}\nname: The plan ${id}\ninclude:\n${ids.map((each) => ` ${each}\n`).join('')}`;
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

const forced = '[test plan]\nunit = rig::all\nforced = yes\n[test selection]\nforced = yes\n';

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

describe('secrets', () => {
  const leaking = [
    plan('all', 'leak', 'res', 'slow'),
    job('leak', 'echo "key=$PSK"; echo "token $TOKEN" >&2; exit 1', 'environ: TOKEN\n'),
    job('slow', 'printf hunt; sleep 0.3; printf "er2\\n"; echo "after"'),
    'id: res\nplugin: resource\nsummary: Res\nestimated_duration: 1\ncommand: echo "psk: $PSK"\n',
  ];

  it('are masked in what is shown, in events, in logs and in reports', async () => {
    await using rig = new Rig({units: {'all.pxu': leaking.join('\n')}});
    const secrets =
      '[environment]\nPSK = hunter2\n[secrets]\nvariables = PSK TOKEN\n[launcher]\nstock_reports = text\n';
    rig.write('l.conf', `${forced}${secrets}`);
    const words = ['run', 'l.conf', '-v', '--events', 'ndjson', '--report-dir', rig.reports];
    const {stdout, stderr} = await rig.run(words, {env: {TOKEN: 'abcd1234'}});
    expect(stderr).toContain('leak | key=[secret PSK]');
    expect(stderr).toContain('leak ! token [secret TOKEN]');
    expect(stderr).toContain('slow | [secret PSK]');
    const encoded = Buffer.from('key=[secret PSK]\n').toString('base64');
    expect(stdout).toContain(encoded);
    const everything = rig.grep(['state', 'reports'], ['hunter2', 'abcd1234']);
    expect(everything).toEqual([]);
    expect(stdout + stderr).not.toMatch(/hunter2|abcd1234/);
  });

  it('are masked in names of files, values for other jobs, titles, and what explains a launcher', async () => {
    const units = [
      plan('all', 'give', 'leave'),
      job('give', 'echo "key=$PSK" > "$ASSAY_OUTPUTS"', 'outputs: key: string\n'),
      job('leave', 'touch "left-$PSK"'),
    ];
    await using rig = new Rig({units: {'all.pxu': units.join('\n')}});
    const title = '[launcher]\nsession_title = of hunter2\nsession_desc = with hunter2\n';
    rig.write('l.conf', `${forced}${title}[environment]\nPSK = hunter2\n[secrets]\nvariables = PSK\n`);
    const {code, stdout} = await rig.run(['run', 'l.conf', '--events', 'ndjson', '--report-dir', rig.reports]);
    expect(code).toBe(0);
    expect(stdout).toContain('"outputs":{"key":"[secret PSK]"}');
    expect(stdout).toContain('"leftovers":["left-[secret PSK]"]');
    expect(rig.grep(['state', 'reports'], ['hunter2'])).toEqual([]);
    const explained = await rig.run(['config', 'explain', 'environment.PSK', '--launcher', 'l.conf']);
    expect(explained.stdout).toContain('PSK = [secret PSK]');
    expect(stdout + explained.stdout).not.toContain('hunter2');
  });

  it('are still known when the session is resumed', async () => {
    const wait = job(
      'wait',
      'if [ -e "$HOME/go" ]; then echo "key=$PSK"; else touch "$HOME/here"; sleep 60; fi',
      'environ: HOME\n',
    );
    await using rig = new Rig({units: {'all.pxu': `${plan('all', 'wait')}\n${wait}`}});
    rig.write('l.conf', `${forced}[environment]\nPSK = hunter2\n[secrets]\nvariables = PSK\n`);
    const running = rig.start(['run', 'l.conf']);
    await expect.poll(() => rig.exists('here'), {timeout: 20_000}).toBe(true);
    running.child.kill('SIGTERM');
    await running.ended;
    rig.write('go', '');
    const {stdout, code} = await rig.run(['resume', '-v']);
    expect(code).toBe(0);
    expect(stdout).toContain('wait | key=[secret PSK]');
    expect(rig.grep(['state'], ['hunter2'])).toEqual([]);
  });

  it('that would hide ordinary text are refused', async () => {
    await using rig = new Rig({units});
    rig.write('l.conf', `${forced}[environment]\nPSK = abc\n[secrets]\nvariables = PSK\n`);
    const {code, stderr} = await rig.run(['run', 'l.conf']);
    expect(code).toBe(2);
    expect(stderr).toContain('error[config/secret-too-short]');
  });
});

describe('the manifest', () => {
  const entries = [
    'unit: manifest entry\nid: has_camera\n_name: Camera\nvalue-type: bool\n',
    'unit: manifest entry\nid: slots\n_name: Slots\nvalue-type: natural\n',
    'unit: manifest entry\nid: _secret\n_name: Hidden\nvalue-type: bool\nhidden-reason: Only labs know.\n',
    plan('all', 'camera', 'slots', 'hidden'),
    job(
      'camera',
      'true',
      "imports: from com.canonical.plainbox import manifest\nrequires: manifest.has_camera == 'True'\n",
    ),
    job('slots', 'true', "imports: from com.canonical.plainbox import manifest\nrequires: manifest.slots == '2'\n"),
    job(
      'hidden',
      'true',
      "imports: from com.canonical.plainbox import manifest\nrequires: manifest._secret == 'True'\n",
    ),
  ];

  it('says what was not answered and how to answer; unanswered is not no', async () => {
    await using rig = new Rig({units: {'all.pxu': entries.join('\n')}});
    const {code, stdout} = await rig.run(['run', 'all']);
    expect(code).toBe(3);
    expect(stdout).toContain('Camera?  assay manifest set rig::has_camera yes|no');
    expect(stdout).toContain('Slots?  assay manifest set rig::slots NUMBER');
    expect(stdout).toContain('Hidden?  in a launcher: [manifest] rig::_secret = yes|no');
  });

  it('is not "no" either where no provider has the question', async () => {
    await using rig = new Rig({units: {'all.pxu': entries.slice(3).join('\n')}});
    const {code, stdout} = await rig.run(['run', 'all']);
    expect(code).toBe(3);
    expect(stdout).toContain("NOT RUN camera: cannot tell whether this machine meets: manifest.has_camera == 'True'");
    expect(stdout).toContain('has_camera?  load the provider that has this manifest entry');
  });

  it('keeps a setup job from running, and only a job that has to run ends the run', async () => {
    const units = [
      'unit: manifest entry\nid: has_camera\nname: Camera\nvalue-type: bool\n',
      'unit: setup job\nid: prepare\nflags: simple\nrequires_manifest: has_camera\ncommand: true\n',
      'unit: test plan\nid: p\nname: P\nsetup_include: prepare\ninclude: a\n',
      job('a', 'true'),
    ];
    await using rig = new Rig({units: {'all.pxu': units.join('\n')}});
    const unknown = await rig.run(['run', 'p']);
    expect([unknown.code, unknown.stdout]).toEqual([3, expect.stringContaining('[setup] NOT RUN prepare')]);
    await rig.run(['manifest', 'set', 'has_camera', 'no']);
    const unneeded = await rig.run(['run', 'p']);
    expect([unneeded.code, unneeded.stdout]).toEqual([0, expect.stringContaining('[setup] skip    prepare')]);
  });

  it('is kept for the machine, and a launcher goes over it', async () => {
    await using rig = new Rig({units: {'all.pxu': entries.join('\n')}});
    expect((await rig.run(['manifest', 'set', 'has_camera', 'yes'])).code).toBe(0);
    expect((await rig.run(['manifest', 'set', 'rig::slots', '3'])).code).toBe(0);
    rig.write('l.conf', `${forced}[manifest]\nrig::slots = 2\nrig::_secret = no\nother::thing = yes\n`);
    const {stdout, stderr} = await rig.run(['run', 'l.conf']);
    expect(stdout).toMatch(/pass {4}camera/);
    expect(stdout).toMatch(/pass {4}slots/);
    expect(stdout).toMatch(/skip {4}hidden: the manifest says that this machine does not have it/);
    expect(stderr).toContain('warning[manifest/unknown-entry]: No provider has a manifest entry other::thing.');
    const {stdout: shown} = await rig.run(['manifest', 'show', '--json']);
    expect(JSON.parse(shown)).toMatchObject([
      {id: 'rig::has_camera', answer: true},
      {id: 'rig::slots', answer: 3},
      {id: 'rig::_secret', answer: null, hidden: true},
    ]);
  });

  it('takes only answers that fit', async () => {
    await using rig = new Rig({units: {'all.pxu': entries.join('\n')}});
    const {code, stderr} = await rig.run(['manifest', 'set', 'has_camera', '7']);
    expect(code).toBe(2);
    expect(stderr).toContain('rig::has_camera (Camera) is answered by yes or no');
    const unknown = await rig.run(['manifest', 'set', 'has_camara', 'yes']);
    expect(unknown.stderr).toContain('did you mean has_camera?');
  });

  it("takes over Checkbox's own file, and forgets an answer", async () => {
    await using rig = new Rig({units: {'all.pxu': entries.join('\n')}});
    rig.write('machine-manifest.json', '{"rig::has_camera": false, "rig::slots": 2}');
    expect((await rig.run(['manifest', 'import', 'machine-manifest.json'])).stdout).toContain('2 answers taken over');
    await rig.run(['manifest', 'unset', 'rig::slots']);
    expect(JSON.parse(rig.read('state/manifest.json'))).toEqual({'rig::has_camera': false});
    rig.write('bad.json', '[]');
    expect((await rig.run(['manifest', 'import', 'bad.json'])).code).toBe(2);
  });
});
