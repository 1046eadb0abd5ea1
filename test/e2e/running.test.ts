import {describe, expect, it} from 'vitest';
import {Rig} from '../helpers/rig.ts';
import {schemaErrors} from '../helpers/schema.ts';

const plan = (...ids: readonly string[]): string =>
  `unit: test plan\nid: all\nname: All of it\ninclude:\n${ids.map((id) => ` ${id}\n`).join('')}`;

const job = (id: string, command: string, more = ''): string =>
  `id: ${id}\nsummary: The job ${id}\nflags: simple\ncommand: ${command}\n${more}`;

interface Result {
  readonly id: string;
  readonly outcome: string;
}

interface Submitted {
  readonly results: readonly Result[];
}

/** The results of a submission as `partial id: outcome`, in the plan's order. */
function outcomes(rig: Rig): readonly string[] {
  const submission = JSON.parse(rig.read('reports/submission.json')) as Submitted;
  return submission.results.map(({id, outcome}) => `${id.replace(/^.*::/, '')}: ${outcome}`);
}

describe('run', () => {
  it('runs a plan, reports it in three formats, and says how it went', async () => {
    const units = [
      plan('good', 'bad', 'person'),
      job('good', 'echo fine'),
      job('bad', 'exit 3'),
      'id: person\nplugin: manual\nsummary: Look\npurpose: See\nsteps: Look\nverification: Seen?\n',
    ];
    await using rig = new Rig({units: {'all.pxu': units.join('\n')}});
    const {code, stdout} = await rig.run(['run', 'all', '--report-dir', rig.reports]);
    expect(code).toBe(1);
    expect(stdout).toContain('exit code 3');
    expect(stdout).toContain('it needs a person');
    expect(outcomes(rig)).toEqual(['good: pass', 'bad: fail', 'person: not-supported']);
    expect(rig.read('reports/report.html')).toContain('All of it');
    expect(rig.read('reports/junit.xml')).toContain('<skipped');
    for (const name of ['submission.json', 'report.html', 'junit.xml'])
      expect(stdout).toContain(rig.path(`reports/${name}`));
  });

  it('exits 0 where everything passed', async () => {
    await using rig = new Rig({units: {'all.pxu': `${plan('good')}\n${job('good', 'true')}`}});
    expect((await rig.run(['run', 'all'])).code).toBe(0);
  });

  it('makes jobs of a template and quotes what a device is called', async () => {
    const resource =
      "id: res\nplugin: resource\nsummary: Res\nestimated_duration: 1\ncommand:\n printf 'name: a\\n\\n'\n printf 'name: $(touch owned); b\\n'\n";
    const template =
      'unit: template\ntemplate-resource: res\ntemplate-id: each\nid: each_{name}\nsummary: Each\nflags: simple\ncommand: echo name is {name} >> "$PLAINBOX_SESSION_SHARE/../../../../names"\n';
    await using rig = new Rig({units: {'all.pxu': [plan('each'), resource, template].join('\n')}});
    const {code} = await rig.run(['run', 'all']);
    expect(code).toBe(0);
    expect(rig.read('names')).toBe('name is a\nname is $(touch owned); b\n');
    expect(rig.exists('owned')).toBe(false);
  });

  it('writes every event as a line of JSON of its schema, and nothing else, on standard output', async () => {
    const resource = "id: res\nplugin: resource\nsummary: Res\nestimated_duration: 1\ncommand: echo 'name: a'\n";
    const template =
      'unit: template\ntemplate-resource: res\ntemplate-id: each\nid: each_{name}\nsummary: Each\nflags: simple\ncommand: true\n';
    const units = [
      plan('good', 'bad', 'unmet', 'nobody', 'each', 'giving'),
      resource,
      template,
      job('good', 'echo out; echo err >&2'),
      job('bad', 'kill -9 $$'),
      job('unmet', 'true', "requires: res.name == 'b'\n"),
      job('giving', 'echo "speed=3" > "$ASSAY_OUTPUTS"; touch left', 'outputs: speed: integer\n'),
    ];
    await using rig = new Rig({units: {'all.pxu': units.join('\n')}});
    const {stdout} = await rig.run(['run', 'all', '--events', 'ndjson', '--lanes', '2']);
    const events = stdout
      .trim()
      .split('\n')
      .map((line): {readonly type: string} => JSON.parse(line));
    expect(events.flatMap((event) => schemaErrors('session-event', event))).toEqual([]);
    const types = events.map(({type}) => type);
    expect(types[0]).toBe('session-started');
    expect(types).toContain('job-output');
    expect(types.at(-1)).toBe('session-finished');
  });

  it('runs the stock suite on this machine', async () => {
    await using rig = new Rig();
    const {stdout, stderr} = await rig.run(['run', 'smoke', '--report-dir', rig.reports], {provider: 'none'});
    expect(stderr).toBe('');
    const results = outcomes(rig);
    expect(results.filter((result) => result.endsWith(': pass')).length).toBeGreaterThanOrEqual(12);
    expect(results).toContain('cpu/online: pass');
    expect(stdout).toContain('Smoke test of this machine');
  });
});

describe('run --jobs', () => {
  const resource = "id: res\nplugin: resource\nsummary: Res\nestimated_duration: 1\ncommand: echo 'name: a'\n";
  const template =
    'unit: template\ntemplate-resource: res\ntemplate-id: each\nid: each_{name}\nsummary: Each\nflags: simple\ncommand: true\n';
  const units = {
    'all.pxu': [
      plan('good'),
      job('good', 'true'),
      job('base', 'test -e "$HOME/go"', 'environ: HOME\n'),
      job('top', 'true', 'depends: base\n'),
      resource,
      template,
    ].join('\n'),
  };

  it('runs the jobs that match, and an instance, with what they need; a resume does the same', async () => {
    await using rig = new Rig({units});
    const words = ['run', '--jobs', 'to.*', '--jobs', 'each_a', '--report-dir', rig.reports];
    expect((await rig.run(words)).code).toBe(1);
    expect(outcomes(rig)).toEqual(['res: pass', 'base: fail', 'top: not-supported', 'each_a: pass']);
    rig.write('go', '');
    const {code} = await rig.run(['resume', '--rerun', 'top', '--report-dir', rig.reports], {provider: 'none'});
    expect(code).toBe(0);
    expect(outcomes(rig)).toEqual(['res: pass', 'base: pass', 'top: pass', 'each_a: pass']);
  });

  it('leaves out what is excluded or does not match', async () => {
    await using rig = new Rig({units});
    const words = ['--jobs', 'good', '--jobs', 'each', '--report-dir', rig.reports];
    expect((await rig.run(['run', ...words, '--exclude', 'each'])).code).toBe(0);
    expect(outcomes(rig)).toEqual(['good: pass']);
    expect((await rig.run(['run', ...words, '--match', 'each_.*'])).code).toBe(0);
    expect(outcomes(rig)).toEqual(['res: pass', 'each_a: pass']);
  });

  it.each([
    [['--jobs', 'godo'], /there is no job godo[\s\S]*did you mean good\?/],
    [['--jobs', 'rig::nothing/.*'], /no job has an id that rig::nothing\/\.\* matches/],
    [['--jobs', '('], /this pattern cannot be used/],
    [['--jobs', 'good', '--exclude', '('], /this pattern cannot be used/],
    [['all', '--jobs', 'good'], /give either a test plan or --jobs/],
    [['good'], /good is a job, no test plan; --jobs good makes a plan of it/],
    [[], /or give --jobs/],
  ])('refuses %j', async (words, message) => {
    await using rig = new Rig({units});
    const {code, stderr} = await rig.run(['run', ...words]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(rig.sessionIds()).toEqual([]);
  });
});

describe('the tutorial provider', () => {
  it('does what its descriptions say', async () => {
    await using rig = new Rig();
    const {code} = await rig.run(['run', 'tutorial', '--report-dir', rig.reports], {provider: 'none'});
    expect(code).toBe(0);
    const tests = outcomes(rig).filter((outcome) => !outcome.startsWith('fruit'));
    expect(tests).toEqual([
      'passes: pass',
      'greets: pass',
      'eat_apple: pass',
      'eat_pear: pass',
      'never: not-supported',
    ]);
    expect(rig.read('reports/submission.json')).toContain('Hello, ');
  });
});

describe('bad input', () => {
  it('X1: an unknown plan is an error with the nearest name', async () => {
    await using rig = new Rig();
    const {code, stderr} = await rig.run(['run', 'smoek'], {provider: 'none'});
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean smoke?');
    expect(rig.sessionIds()).toEqual([]);
  });

  it('is incomplete where a report cannot be written', async () => {
    await using rig = new Rig({units: {'all.pxu': `${plan('good')}\n${job('good', 'true')}`}});
    rig.write('file', '');
    const {code, stdout} = await rig.run(['run', 'all', '--report-dir', rig.path('file')]);
    expect(code).toBe(4);
    expect(stdout).toContain(`NOT WRITTEN: cannot write ${rig.path('file/report.html')}: `);
    expect(stdout).toContain('passed');
  });

  it('says before the first job that the state folder cannot be written', async () => {
    await using rig = new Rig({units: {'all.pxu': `${plan('good')}\n${job('good', 'touch "$HOME/ran"')}`}});
    rig.write('file', '');
    const {code, stderr} = await rig.run(['run', 'all'], {env: {ASSAY_STATE_DIR: rig.path('file/state')}});
    expect(code).toBe(2);
    expect(stderr).toContain('error[session/not-writable]');
    expect(stderr).not.toContain('    at ');
    expect(rig.exists('ran')).toBe(false);
  });

  it('says so too where no folder can be made at all', async () => {
    await using rig = new Rig({units: {'all.pxu': `${plan('good')}\n${job('good', 'true')}`}});
    const {code, stderr} = await rig.run(['run', 'all'], {env: {ASSAY_STATE_DIR: '/proc/nothing/here'}});
    expect(code).toBe(2);
    expect(stderr).toContain('/proc/nothing');
  });

  it('keeps what works of a provider with a broken file', async () => {
    const units = {
      'all.pxu': `${plan('good')}\n${job('good', 'true')}`,
      'bad.pxu': 'id: odd\nplugin: shel\ncommand: true\n',
    };
    await using rig = new Rig({units});
    const {code, stderr} = await rig.run(['run', 'all']);
    expect(code).toBe(0);
    expect(stderr).toContain('bad.pxu:2:9');
  });

  it('runs nothing where the broken unit is needed', async () => {
    const units = {
      'all.pxu': `${plan('good', 'odd')}\n${job('good', 'true')}`,
      'bad.pxu': 'id: odd\nplugin: shel\ncommand: true\n',
    };
    await using rig = new Rig({units});
    const {code, stderr} = await rig.run(['run', 'all']);
    expect(code).toBe(2);
    expect(stderr).toContain('bad.pxu:2:9');
    expect(rig.sessionIds()).toEqual([]);
  });

  it.each([
    ['an expression', plan('good', 'od.')],
    ['a dependency', `${plan('wants')}\n${job('wants', 'true', 'depends: odd\n')}`],
    ['an unknown resource', `${plan('wants')}\n${job('wants', 'true', "requires: odd.name == 'x'\n")}`],
    ['a nested plan', `${plan('good')}nested_part: odd\n`],
  ])('runs nothing where %s leads to the broken unit', async (_, wanting) => {
    const units = {'all.pxu': `${wanting}\n${job('good', 'true')}`, 'bad.pxu': 'id: odd\nplugin: shel\n'};
    await using rig = new Rig({units});
    const {code, stderr} = await rig.run(['run', 'all']);
    expect(code).toBe(2);
    expect(stderr).toContain('bad.pxu:2:9');
    expect(stderr).toContain('rig::all needs 1 unit with errors: rig::odd');
    expect(rig.sessionIds()).toEqual([]);
  });

  it('runs what excludes the broken unit', async () => {
    const units = {
      'all.pxu': `${plan('.*')}exclude: odd\n\n${job('good', 'true')}`,
      'bad.pxu': 'id: odd\nplugin: shel\n',
    };
    await using rig = new Rig({units});
    expect((await rig.run(['run', 'all'])).code).toBe(0);
  });
});
