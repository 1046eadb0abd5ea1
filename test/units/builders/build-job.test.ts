import {describe, expect, it} from 'vitest';
import type {Job, Unit} from '../../../src/units/unit.ts';
import {isJob} from '../../../src/units/unit.ts';
import {build, buildYaml, codes, spanText, written} from '../helpers.ts';

function jobOf({value}: {readonly value: Unit | undefined}): Job {
  if (value === undefined || !isJob(value)) throw new Error('no job');
  return value;
}

describe('a job', () => {
  it('has every field as a typed value', () => {
    const built = build(`id: disk/read
_summary: Read a disk
_description: Reads it.
_purpose: To see.
plugin: shell
category_id: com.canonical.plainbox::disk
certification-status: blocker
command:
  read-disk
   --all
user: root
environ: A, B
  C
shell: /bin/sh
flags: noreturn,preserve-cwd whatever
estimated_duration: 1m 30s
timeout: 90
silence-timeout: 2.5
requires:
  device.category == 'DISK'
  x.y == '1'
imports:
  from com.canonical.plainbox import manifest
  # for x
  from org.other import x-1 as x
depends: a org.other::b "c d"
after: e
before: f, g
salvages: h
group: disks
auto-retry: no
template-engine: jinja2
touches: disk:sda audio
outputs:
  speed: number
inputs:
  rate: org.other::disk/v1.2.rate
bench: usb-a: stick
`);
    expect(built.diagnostics).toEqual([]);
    const {record: _record, span: _span, imports, requires, ...job} = jobOf(built);
    expect(JSON.parse(JSON.stringify({...job, outputs: [...job.outputs], bench: [...job.bench]}, strip))).toEqual({
      kind: 'job',
      id: 'com.example::disk/read',
      plugin: 'shell',
      summary: 'Read a disk',
      description: 'Reads it.',
      purpose: 'To see.',
      category: 'com.canonical.plainbox::disk',
      certificationStatus: 'blocker',
      command: 'read-disk\n --all',
      user: 'root',
      environ: ['A', 'B', 'C'],
      shell: '/bin/sh',
      flags: ['noreturn', 'preserve-cwd', 'whatever'],
      estimatedMs: 90_000,
      timeoutMs: 90_000,
      silenceTimeoutMs: 2500,
      depends: ['com.example::a', 'org.other::b', 'com.example::c d'],
      after: ['com.example::e'],
      before: ['com.example::f', 'com.example::g'],
      salvages: ['com.example::h'],
      group: 'com.example::disks',
      autoRetry: false,
      engine: 'jinja2',
      touches: ['disk:sda', 'audio'],
      outputs: [['speed', 'number']],
      inputs: [{name: 'rate', job: 'org.other::disk/v1.2', output: 'rate'}],
      bench: [['usb-a', 'stick']],
    });
    expect(requires?.text).toBe("device.category == 'DISK'\nx.y == '1'");
    expect(imports.map(({name, resource}) => [name, resource.id, spanText(resource.span)])).toEqual([
      ['manifest', 'com.canonical.plainbox::manifest', 'manifest'],
      ['x', 'org.other::x-1', 'x-1'],
    ]);
  });

  it('is the same from YAML lists', () => {
    const built = buildYaml(`id: a
plugin: shell
command: 'true'
depends: [b, "c d"]
environ: [A, B]
flags:
  - noreturn
requires:
  - x.y == '1'
  - |
    x.z == '2'
    x.w == '3'
imports:
  - from org.other import x
estimated_duration: 1.5
timeout: 1h
keyed: {}
`);
    expect(codes(built)).toEqual(['warning unit/unknown-field']);
    const job = jobOf(built);
    expect(job.depends.map(({id, span}) => [id, spanText(span)])).toEqual([
      ['com.example::b', 'b'],
      ['com.example::c d', 'c d'],
    ]);
    expect([job.environ, job.flags, job.estimatedMs, job.timeoutMs]).toEqual([
      ['A', 'B'],
      ['noreturn'],
      1500,
      3_600_000,
    ]);
    expect(job.requires?.text).toBe("x.y == '1'\nx.z == '2'\nx.w == '3'");
    expect(job.requires && written(job.requires)).toEqual(["x.y == '1'", "x.z == '2'", "x.w == '3'"]);
  });

  it('has documented defaults', () => {
    const job = jobOf(build('id: a/b\nflags: simple\ncommand: true\n'));
    expect(job).toMatchObject({
      plugin: 'shell',
      summary: 'a/b',
      certificationStatus: 'non-blocker',
      imports: [],
      depends: [],
    });
    const {category, estimatedMs, touches, group, engine, description} = job;
    const unsaid = [category, estimatedMs, touches, group, engine, description];
    expect(unsaid.filter((value) => value !== undefined)).toEqual([]);
  });

  it('knows no touches from empty touches', () => {
    expect(jobOf(build('id: a\nplugin: shell\ncommand: x\ntouches:\n')).touches).toEqual([]);
  });

  it.each([
    ['plugin: shell\n', 'shell'],
    ['plugin: attachment\ncommand: cat x\n', 'attachment'],
    ['plugin: manual\n_description: Do it.\n', 'manual'],
    ['plugin: manual\n_steps: Do it.\n', 'manual'],
    ['plugin: user-interact\ncommand: x\n', 'user-interact'],
    ['plugin: user-interact-verify\ncommand: x\n', 'user-interact-verify'],
    ['plugin: user-verify\ncommand: x\n', 'user-verify'],
    ['plugin: local\n', 'local'],
    ['plugin: qml\n', 'qml'],
    ['unit: setup job\ncommand: x\n', 'shell'],
  ])('of %j has the plugin %s', (text, plugin) => {
    const built = build(`id: a\n${text}`);
    expect(codes(built).filter((code) => code.startsWith('error'))).toEqual([]);
    expect(jobOf(built).plugin).toBe(plugin);
  });

  it.each(['attachment', 'resource', 'manual', 'user-interact', 'user-interact-verify', 'user-verify'])(
    'with the plugin %s and nothing to do is an error and no unit',
    (plugin) => {
      const built = build(`id: a\nplugin: ${plugin}\n`);
      expect(codes(built).filter((code) => code.startsWith('error'))).toEqual(['error unit/missing-field']);
      expect(built.value).toBeUndefined();
    },
  );

  it('for set-up needs a command', () => {
    expect(codes(build('unit: setup job\nid: a\nflags: simple\n'))).toEqual(['error unit/missing-field']);
  });

  it('that gives a resource has a command or a probe, and typed keys', () => {
    expect(build('id: a\nplugin: resource\ncommand: x\n').value).toMatchObject({
      source: {type: 'command', command: {text: 'x'}},
    });
    const probed = build('id: a\nplugin: resource\nprobe: block\nkeys:\n size: integer\n name: string\n').value;
    expect(probed).toMatchObject({source: {type: 'probe', probe: {text: 'block'}}});
    expect(probed).toHaveProperty('keys', new Map(Object.entries({size: 'integer', name: 'string'})));
  });

  it('V1: with a slip in a field name is an error with the nearest name', () => {
    const built = build('id: a\nplugin: shell\ncomand: x\n');
    expect(built.value).toBeUndefined();
    // Nothing is said of a missing command besides.
    expect(built.diagnostics).toEqual([
      expect.objectContaining({code: 'unit/unknown-field', severity: 'error', suggestion: 'command'}),
    ]);
  });

  it('V2: without an id says where it stands', () => {
    const built = build('plugin: shell\ncommand: x\n');
    expect(built.value).toBeUndefined();
    expect(built.diagnostics.map(({code, span}) => [code, span.start])).toEqual([['unit/missing-field', 0]]);
  });

  it('takes an inputs map with the job and the output apart', () => {
    const built = buildYaml('id: a\nplugin: shell\ncommand: x\ninputs:\n  rate: {job: b.c, output: speed}\n');
    expect(jobOf(built).inputs).toMatchObject([{name: 'rate', job: {id: 'com.example::b.c'}, output: 'speed'}]);
  });

  it('takes the type of an input', () => {
    const fields = 'id: a\nplugin: shell\ncommand: x\ninputs:\n';
    const built = buildYaml(`${fields}  rate: b.c.speed number\n  name: {job: b, output: name, type: string}\n`);
    expect(jobOf(built).inputs).toMatchObject([
      {name: 'rate', job: {id: 'com.example::b.c'}, output: 'speed', type: 'number'},
      {name: 'name', job: {id: 'com.example::b'}, output: 'name', type: 'string'},
    ]);
    const wrong = buildYaml(`${fields}  rate: b.speed numbr\n  more: b.speed number of\n  dot: b.\n`);
    expect(wrong.diagnostics.map(({code, suggestion}) => [code, suggestion])).toEqual([
      ['unit/bad-value', 'number'],
      ['unit/bad-input', undefined],
      ['unit/bad-input', undefined],
    ]);
  });

  it('for set-up may require manifest entries', () => {
    const built = buildYaml(
      'unit: setup job\nid: a\ncommand: x\nrequires_manifest:\n  - has_a\n  - has_b: false\n  - n::c: 2\n',
    );
    expect(jobOf(built).requiresManifest?.map(({entry, value}) => [entry.id, value])).toEqual([
      ['com.example::has_a', true],
      ['com.example::has_b', false],
      ['n::c', 2],
    ]);
  });
});

/** References and texts without their places. */
function strip(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('text' in value) return value.text;
  return 'id' in value && 'span' in value && Object.keys(value).length === 2 ? value.id : value;
}
