import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv} from 'ajv';
import {describe, expect, it} from 'vitest';
import {home, Rig} from '../helpers/rig.ts';

const job = (id: string, more = ''): string =>
  `id: ${id}\nsummary: The job ${id}\nflags: simple\ncommand: true\n${more}`;

const units = [
  'id: disks\nplugin: resource\nsummary: Disks\nestimated_duration: 1\ncommand: echo name: sda\n',
  job('first', 'estimated_duration: 40\ntouches: cpu\n'),
  job('second', 'estimated_duration: 60\ntouches: disk\ndepends: helper\n'),
  job('helper', 'estimated_duration: 3\ntouches: disk\n'),
  job('big', "requires: disks.name == 'sdz'\n"),
  'id: look\nplugin: manual\nsummary: Look at it\npurpose: See\nsteps: Look\nverification: Seen?\n',
  'unit: template\ntemplate-resource: disks\nid: read_{name}\ntemplate-id: read\nsummary: Read {name}\ncommand: true\nflags: simple\n',
  'unit: template\ntemplate-resource: disks\nid: burn_{name}\ntemplate-id: burn\ntemplate-filter: disks.name == "cd"\nsummary: Burn {name}\ncommand: true\nflags: simple\n',
  'unit: test plan\nid: all\nname: All of it\ninclude:\n first certification-status=blocker\n second\n big\n look\n read\n burn\n',
];

const recording = (...names: readonly string[]): string =>
  JSON.stringify({resources: {'rig::disks': {state: 'known', records: names.map((name) => ({name}))}}});

function rigWith(...more: readonly string[]): Rig {
  const rig = new Rig({units: {'all.pxu': [...units, ...more].join('\n')}});
  rig.write('sda.json', recording('sda'));
  rig.write('two.json', recording('sda', 'sdz'));
  return rig;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [key: string]: unknown;
}

/** The published schema, and then one that knows no other keys: what is printed must be described. */
function validate(name: string, document: unknown): void {
  const published: unknown = JSON.parse(readFileSync(join(home, 'schemas', name), 'utf8'));
  for (const schema of [published, closed(published as Schema)]) {
    const check = new Ajv({strict: true, allowUnionTypes: true}).compile(schema as Schema);
    expect(check(document) ? [] : check.errors).toEqual([]);
  }
}

function closed(schema: Schema): Schema {
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null && !Array.isArray(value) ? closed(value as Schema) : value,
    ]),
  );
  return schema.properties !== undefined && schema['type'] === 'object'
    ? {...inner, additionalProperties: false}
    : inner;
}

async function planJson(rig: Rig, ...words: readonly string[]) {
  const {code, stdout, stderr} = await rig.run(['plan', ...words, '--json']);
  return {code, stderr, document: JSON.parse(stdout)};
}

const idsOf = (document: {readonly jobs: readonly {readonly id: string}[]}): readonly string[] =>
  document.jobs.map(({id}) => id.replace('rig::', ''));

describe('plan', () => {
  it('is a table that fits 80 columns and says why each job stands where it does', async () => {
    await using rig = rigWith();
    const {code, stdout, stderr} = await rig.run(['plan', 'all', '--recording', 'sda.json'], {env: {COLUMNS: '80'}});
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    const lines = stdout.split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).not.toContain('\u001b');
    expect(lines[0]).toMatch(/^ +# +TIME LINE REC JOB +SUMMARY$/);
    expect(stdout).toMatch(/ {2}pulled in: second depends on it\n {3}3 {3}3\.0 s +helper +The job helper\n/);
    expect(stdout).toMatch(/ {3}4 {3}1m00s +\d+ +second +The job second\n/);
    expect(stdout).toContain('inhibited: this machine does not meet: disks.name ==\n');
    expect(stdout).toMatch(/ 6 P +\? .*look +Look at it/);
    expect(stdout).toMatch(/\n {4}made by read over disks\n {3}7 .*read_sda +Read sda\n/);
    expect(stdout).toContain('Nothing here for: burn (its one record does not match).');
    expect(stdout).toContain('6 jobs to run, 1 inhibited, 1 (P) need a person.');
    expect(stdout).toContain('about 70 s with 2 lanes\n  (unknown ones');
  });

  it('says once what is so of many jobs and templates', async () => {
    const letters = [...'abcdef'];
    const cd = (letter: string): string =>
      `unit: template\ntemplate-resource: disks\nid: ${letter}_{name}\ntemplate-id: cd-${letter}\ntemplate-filter: disks.name == "cd"\nflags: simple\ncommand: true\n`;
    const lines = letters.map((letter) => ` cd-${letter}\n`).join('');
    await using rig = rigWith(
      ...letters.map(cd),
      job('bigger', "requires: disks.name == 'sdz'\n"),
      `unit: test plan\nid: many\nname: Many\ninclude:\n big\n bigger\n${lines}`,
    );
    const words = ['plan', 'many', '--recording', 'sda.json'];
    const page = await rig.run(words, {env: {COLUMNS: '80'}});
    expect(page.stdout).toMatch(/ big .*\n +inhibited: this machine .*\n.*\n.* bigger .*\n +inhibited: as above\n/);
    expect(page.stdout).toContain(
      'Nothing here for 6 templates:\n  disks, its one record does not match: cd-a, cd-b, cd-c, cd-d, cd-e, cd-f\n',
    );
    const piped = await rig.run(words);
    expect(piped.stdout.match(/inhibited: this machine does not meet: disks.name == 'sdz'/g)).toHaveLength(2);
  });

  it('is a tree by the lines of the plan', async () => {
    await using rig = rigWith();
    const {stdout} = await rig.run(['plan', 'all', '--recording', 'sda.json', '--tree']);
    expect(stdout).toContain('include of rig::all, provider/units/all.pxu\n├─ :');
    expect(stdout).toMatch(
      /├─ :\d+ second {2}#4, 1m00s {2}The job second\n│ {2}└─ depends on helper {2}#3, 3\.0 s {2}The job helper\n/,
    );
    expect(stdout).toMatch(/├─ :\d+ read\n│ {2}└─ read_sda {2}#7, \?, record 0 of read {2}Read sda\n/);
    expect(stdout).toMatch(/└─ :\d+ burn {2}template over disks\n {3}nothing here: its one record does not match\n/);
  });

  it('is one JSON document that the published schema describes', async () => {
    await using rig = rigWith(
      'id: cable\nplugin: manual\nsummary: Plug\nsteps: p\npurpose: p\nverification: v\nbench: usb: stick\n',
    );
    const {code, stderr, document} = await planJson(rig, 'all', '--recording', 'sda.json', '--for', 'bench');
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    validate('plan.schema.json', document);
    expect(idsOf(document)).toEqual(['disks', 'first', 'helper', 'second', 'big', 'look', 'read_sda']);
    expect(document.templates).toMatchObject([
      {id: 'rig::read', recordCount: 1, made: 1, filtered: 0, failed: 0},
      {id: 'rig::burn', recordCount: 1, made: 0, filtered: 1, failed: 0},
    ]);
    expect(document.jobs[1]).toMatchObject({status: 'planned', certificationStatus: 'blocker', estimatedMs: 40_000});
    expect(document.jobs[6]).toMatchObject({template: 'rig::read', record: 0, selectedBy: {plan: 'rig::all'}});
    expect(document.resources).toMatchObject([{id: 'rig::disks'}]);
    expect(document.criticalPath.totalMs).toBeLessThanOrEqual(document.lanes[2].totalMs);
  });

  it('can be looked at before its order, and without hardware', async () => {
    await using rig = rigWith();
    const selected = await planJson(rig, 'all', '--phase', 'selected', '--no-hardware');
    expect(idsOf(selected.document)).toEqual(['first', 'second', 'big', 'look']);
    validate('plan.schema.json', selected.document);
    const text = await rig.run(['plan', 'all', '--phase', 'selected', '--recording', 'two.json']);
    expect(text.stdout).toMatch(
      / 4 P .* look .*\n {5}T {4,}\? +\d+ read +one for each record of disks\n {5}T .* burn /,
    );
    expect(text.stdout).toContain('2 templates (T) make jobs of what a machine has.');
    const bootstrapped = await planJson(rig, 'all', '--phase', 'bootstrapped', '--recording', 'two.json');
    expect(idsOf(bootstrapped.document)).toEqual(['first', 'second', 'big', 'look', 'read_sda', 'read_sdz']);
    const bare = await planJson(rig, 'all', '--no-hardware');
    expect(idsOf(bare.document)).toEqual(['disks', 'first', 'helper', 'second', 'big', 'look']);
    expect(bare.document).toMatchObject({hardware: 'none', templates: [{state: 'unexpanded'}, {state: 'unexpanded'}]});
    const live = await planJson(rig, 'all');
    expect(idsOf(live.document)).toContain('read_sda');
  });

  it('is a graph for Graphviz or Markdown', async () => {
    await using rig = rigWith();
    const {stdout: dot} = await rig.run(['plan', 'all', '--no-hardware', '--graph', 'dot']);
    expect(dot).toMatch(
      /^digraph "rig::all" \{\n[\s\S]*"rig::second" -> "rig::helper" \[label="depends"\];\n[\s\S]*\n\}\n$/,
    );
    const {stdout: mermaid} = await rig.run(['plan', 'all', '--no-hardware', '--graph', 'mermaid']);
    expect(mermaid).toMatch(/^flowchart RL\n {2}j0\["1 disks"\]/);
    expect(mermaid).toContain('j3 -- depends --> j2');
  });

  it.each([
    [['--diff', 'plan=all', '--phase', 'selected'], '--phase'],
    [['--tree', '--graph', 'dot'], '--tree'],
  ])('refuses %j', async (words, other) => {
    await using rig = rigWith();
    const {code, stderr} = await rig.run(['plan', 'all', ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(`cannot be used with option '${other}`);
  });

  it('can be less than the test plan, or made of job patterns', async () => {
    await using rig = rigWith();
    const matched = await planJson(rig, 'all', '--no-hardware', '--match', 'sec.*');
    expect(idsOf(matched.document)).toEqual(['helper', 'second']);
    const excluded = await planJson(rig, 'all', '--no-hardware', '--exclude', 'helper', '--exclude', 'look');
    expect(idsOf(excluded.document)).toEqual(['disks', 'first', 'second', 'big']);
    const adHoc = await planJson(rig, '--jobs', 'first', '--jobs', 'look', '--no-hardware');
    expect(adHoc).toMatchObject({code: 0, document: {plan: 'assay::ad-hoc'}});
    expect(idsOf(adHoc.document)).toEqual(['first', 'look']);
  });

  it.each([
    [['plan'], 'usage/which-plan', 'give the id of a test plan, or --jobs'],
    [['plan', 'all', '--jobs', 'x'], 'usage/which-plan', 'give either'],
    [['plan', 'al'], 'usage/unknown-id', 'did you mean all?'],
    [['plan', 'first'], 'usage/which-plan', 'first is a job, no test plan; --jobs first makes a plan of it'],
    [['plan', 'all', '--diff', 'recording=/nowhere'], 'usage/no-recording', `${' '.repeat(40)}^^^^^^^^\n`],
    [['plan', 'all', '--match', '(x'], 'usage/bad-pattern', 'all --match (x\n    |'],
    [['plan', 'all', '--no-hardware', '--recording', 'sda.json'], 'usage/which-hardware', 'nothing to take'],
    [['plan', 'all', '--diff', 'sda.json'], 'usage/bad-diff', 'recording=FILE'],
    [['explain', 'first', '--plan', 'all', '--session', '2026'], 'usage/no-session', 'there is no session 2026'],
    [['explain', 'frst', '--plan', 'all', '--no-hardware'], 'usage/unknown-id', 'did you mean first?'],
    [['explain', 'all', '--plan', 'all', '--no-hardware'], 'usage/no-job', 'is a test plan'],
  ])('points at what is wrong in %j', async (words, code, message) => {
    await using rig = rigWith();
    const ended = await rig.run(words);
    expect({code: ended.code, stdout: ended.stdout}).toEqual({code: 2, stdout: ''});
    expect(ended.stderr).toContain(`error[${code}]`);
    expect(ended.stderr).toContain(message);
  });

  it('shows what devices are called without obeying it', async () => {
    await using rig = rigWith();
    rig.write('evil.json', recording('sd\u001b]0;owned\u0007a\n│'));
    for (const how of [[], ['--tree'], ['--graph', 'dot'], ['--graph', 'mermaid']]) {
      const {stdout, stderr} = await rig.run(['plan', 'all', '--recording', 'evil.json', ...how]);
      expect(stdout + stderr).not.toMatch(/[\u001b\u0007]/);
    }
  });
});

describe('what a plan cannot run', () => {
  const cycle = [
    job('one', 'depends: two\n'),
    job('two', 'depends: one\n'),
    job('free'),
    'unit: test plan\nid: cyclic\nname: Cyclic\ninclude:\n one\n two\n free\n',
    'unit: test plan\nid: dead\nname: Dead\ninclude:\n one\n two\n gone\n',
    'unit: test plan\nid: typo\nname: Typo\ninclude:\n fre\n first\n',
    'unit: test plan\nid: itself\nname: Itself\ninclude:\n first\nnested_part:\n itself\n',
    'unit: test plan\nid: empty\nname: Empty\ninclude:\n',
  ];

  it('D1: is a cycle with its way round, and exit code 4', async () => {
    await using rig = rigWith(...cycle);
    const {code, document} = await planJson(rig, 'cyclic');
    expect(code).toBe(4);
    validate('plan.schema.json', document);
    expect(document.jobs.map((line: {status: string}) => line.status)).toEqual(['dropped', 'dropped', 'planned']);
    expect(document.jobs[0].inhibitor.path).toEqual(['rig::one', 'rig::two']);
    const {stdout, stderr} = await rig.run(['plan', 'cyclic']);
    expect(stdout).toContain('dropped: the jobs wait for each other: one → two');
    expect(stderr).toContain('one depends on rig::two');
    const {stdout: graph} = await rig.run(['plan', 'cyclic', '--graph', 'dot']);
    expect(graph).toContain('"rig::two" -> "rig::one" [label="cycle"]');
  });

  it('D2: is an id that nobody has, with the nearest, and exit code 4', async () => {
    await using rig = rigWith(...cycle);
    const {code, stderr, stdout} = await rig.run(['plan', 'typo']);
    expect(code).toBe(4);
    expect(stderr).toContain('did you mean rig::free?');
    expect(stdout).toContain('dropped: there is no job rig::fre (did you mean rig::free?)');
  });

  it('D3: may be all of it, and exit code 3', async () => {
    await using rig = rigWith(...cycle);
    expect((await planJson(rig, 'dead')).code).toBe(3);
    expect((await planJson(rig, 'empty')).code).toBe(3);
    expect((await planJson(rig, 'all', '--no-hardware', '--match', 'nobody')).code).toBe(3);
  });

  it('is 4 where a plan nests itself or a requirement cannot be told', async () => {
    await using rig = rigWith(...cycle);
    const nested = await rig.run(['plan', 'itself']);
    expect(nested.code).toBe(4);
    expect(nested.stderr).toContain('error[plan/nested-cycle]');
    rig.write(
      'unknown.json',
      JSON.stringify({resources: {'rig::disks': {state: 'unknown', reason: 'burnt', records: []}}}),
    );
    const {code, document} = await planJson(rig, 'all', '--recording', 'unknown.json');
    expect(code).toBe(4);
    validate('plan.schema.json', document);
    expect(document.templates).toMatchObject([
      {state: 'unknown', reason: expect.stringContaining('burnt')},
      {state: 'unknown'},
    ]);
  });
});

describe('plan --for bench', () => {
  const cable = (id: string, what: string): string =>
    `id: ${id}\nplugin: manual\nsummary: ${id}\npurpose: p\nsteps: s\nverification: v\nbench: usb: ${what}\n`;

  it('says how many moves there are', async () => {
    await using rig = rigWith(
      ...[cable('a', 'stick'), cable('b', 'disk'), cable('c', 'stick')],
      'unit: test plan\nid: cables\nname: Cables\ninclude:\n a\n b\n c\n',
    );
    const plain = await planJson(rig, 'cables');
    expect(idsOf(plain.document)).toEqual(['a', 'b', 'c']);
    const {stdout} = await rig.run(['plan', 'cables', '--for', 'bench']);
    expect(stdout).toContain('2 cable moves, about 80 s: usb: stick before a; usb: disk before b.');
    expect(stdout).toContain('moved up so that less has to be plugged');
  });
});

describe('explain', () => {
  it('follows a job from the line of the plan to its verdict and to what happened', async () => {
    await using rig = rigWith();
    await rig.run(['run', 'all', '--report-dir', rig.reports]);
    const [session] = rig.sessionIds();
    const words = ['explain', 'helper', '--plan', 'all', '--session', session?.slice(0, 21) ?? ''];
    const {code, stdout} = await rig.run(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^helper: The job helper\n├─ second is selected by include of rig::all, provider\/units\/all\.pxu:\d+: second\n/,
    );
    expect(stdout).toMatch(/│ {2}└─ #4 second depends on helper, provider\/units\/all\.pxu:\d+\n/);
    expect(stdout).toContain('└─ #4 second, by depends\n');
    expect(stdout).toContain(
      '├─ stands at 3 of 7, right after first and before second\n│  └─ pulled in: second depends on it\n',
    );
    expect(stdout).toMatch(/takes .*, median of 1 run here/);
    const plan = await rig.run(['plan', 'all']);
    expect(plan.stdout.replaceAll(/\s+/g, ' ')).toMatch(/Takes .*, \d.* to \d.* going by \d jobs that ran here before/);
    expect(stdout).toContain('├─ verdict: it will be run\n');
    expect(stdout).toMatch(/└─ in session .*: pass\n {3}└─ attempt 1, \d{4}-\d\d-\d\d .*: pass after /);
    const past = ['explain', 'read_sda', '--session', session?.slice(0, 21) ?? ''];
    const then = await rig.run(past, {provider: 'none'});
    expect(then.stdout).toContain('selected by include of rig::all');
    expect(then.stdout).toContain('└─ in session ');
    const {stdout: json} = await rig.run([...words, '--json']);
    expect(JSON.parse(json)).toMatchObject({
      plan: 'rig::all',
      id: 'rig::helper',
      pulledBy: 'rig::second',
      pulledThrough: [{id: 'rig::second', edge: 'depends'}],
      overrides: [
        {field: 'category', counts: true},
        {field: 'certification-status', value: 'non-blocker', counts: true},
      ],
      session: {id: session, outcome: 'pass', attempts: [{number: 1, outcome: 'pass'}]},
    });
  });

  it('shows requirements, overrides and records', async () => {
    await using rig = rigWith();
    const explain = async (id: string): Promise<string> =>
      (await rig.run(['explain', id, '--plan', 'all', '--recording', 'sda.json'])).stdout;
    const big = await explain('big');
    expect(big).toContain(
      "requires: does not hold\n│  ├─ disks.name == 'sdz': does not hold (none of 1 record of disks",
    );
    expect(big).toContain('disks is rig::disks: 1 record');
    expect(big).toContain('verdict: it will not run as things stand');
    expect(await explain('first')).toMatch(
      /certification-status: blocker\n│ {2}├─ non-blocker: the job itself, .*\n│ {2}└─ blocker: a line of rig::all, .* for first — this counts/,
    );
    expect(await explain('read_sda')).toContain('made by read of record 0 of disks\n│  └─ name: sda\n');
    expect(await explain('burn')).toBe(
      "rig::burn makes nothing: its filter does not let the only record of rig::disks through\n└─ record 0: disks.name is 'sda'\n",
    );
    expect(await explain('read_sdx')).toContain(
      'read_sdx is not in rig::all\n└─ read could make it\n   └─ record 0 makes rig::read_sda\n',
    );
  });
});

describe('plan --diff', () => {
  it('is what another machine makes of it', async () => {
    await using rig = rigWith();
    const words = ['plan', 'all', '--recording', 'sda.json', '--diff', 'recording=two.json'];
    const {code, stdout} = await rig.run(words);
    expect(code).toBe(0);
    expect(stdout).toContain('rig::all (sda.json) → rig::all (two.json)');
    expect(stdout).toContain('gained: 1\n  + read_sdz: Read sdz\n');
    expect(stdout).toMatch(/runs or does not: 1\n {2}! big: inhibited: .* → planned\n/);
    expect(stdout).toContain('templates: 2\n  ~ read: 1 of 1 records → 2 of 2 records\n');
    const {stdout: json} = await rig.run([...words, '--json']);
    const document = JSON.parse(json);
    validate('plan-diff.schema.json', document);
    expect(document).toMatchObject({gained: [{id: 'rig::read_sdz'}], lost: [], fates: [{id: 'rig::big'}]});
  });

  it('is what another revision of a provider makes of it', async () => {
    await using rig = rigWith();
    const revised = [...units.slice(0, 1), ...units.slice(2), job('first', 'estimated_duration: 40\nuser: root\n')]
      .join('\n')
      .replace(' first certification-status=blocker\n second\n', ' second\n first\n');
    rig.write('next/provider.yaml', rig.read('provider/provider.yaml'));
    rig.write('next/units/all.pxu', revised);
    const words = ['plan', 'all', '--recording', 'sda.json', '--diff', 'provider=next'];
    const {stdout} = await rig.run(words);
    expect(stdout).toContain('graded anew: 1\n  ! first: certification-status blocker → non-blocker\n');
    expect(stdout).toContain('changed: 1\n  ~ first\n      touches\n        - cpu\n      user\n        + root\n');
    expect(stdout).toContain('moved: 1\n  > first: #2 → #4, behind second\n');
    validate('plan-diff.schema.json', JSON.parse((await rig.run([...words, '--json'])).stdout));
  });

  it('is what another plan has, and nothing where nothing differs', async () => {
    await using rig = rigWith('unit: test plan\nid: less\nname: Less\ninclude:\n first certification-status=blocker\n');
    const {stdout} = await rig.run(['plan', 'all', '--no-hardware', '--diff', 'plan=less']);
    expect(stdout).toContain('lost: 5\n');
    const same = await rig.run(['plan', 'all', '--no-hardware', '--diff', 'plan=all']);
    expect(same.stdout).toBe('rig::all (no hardware) → rig::all (no hardware)\n\nno difference\n');
  });
});
