import {existsSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import {describe, expect, it} from 'vitest';
import {exportJson} from '../../src/exporters/json.ts';
import type {Submission, SubmissionResult} from '../../src/exporters/submission.ts';
import type {Inhibitor, Outcome, ResourceState} from '../../src/session/events.ts';
import {fc} from '../helpers/property.ts';
import {attempt, exported, id, known, result, submission, unstarted} from '../helpers/submission.ts';

const schemaFile = resolve(import.meta.dirname, '../../../shared/data/submission.schema.json');

/**
 * As published nothing can be valid: two definitions are missing, and `resource-results` is required while no property
 * but those listed is allowed and it is not listed. Each is completed in the one way that its use leaves.
 */
function publishedSchema(): object {
  if (!existsSync(schemaFile)) throw new Error(`this test needs the shared test data: ${schemaFile} is not there`);
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const {definitions} = schema;
  return {
    ...schema,
    definitions: {
      ...definitions,
      DkmsName: {type: 'string'},
      AmaroThirdPartyToolsStatus: {type: 'string'},
      Submission: {
        ...definitions.Submission,
        properties: {
          ...definitions.Submission.properties,
          'resource-results': {type: 'array', items: {$ref: '#/definitions/Result'}},
        },
      },
    },
  };
}

const validate = new Ajv2020({strict: false, allErrors: true, logger: false}).compile(publishedSchema());

async function written(input: Submission): Promise<ReturnType<typeof JSON.parse>> {
  return JSON.parse(await exported(exportJson(input)));
}

async function problems(input: Submission): Promise<unknown> {
  validate(await written(input));
  return validate.errors ?? [];
}

const outcomes: readonly Outcome[] = [
  'pass',
  'fail',
  'crash',
  'skip',
  'skipped-dependency',
  'skipped-resource',
  'skipped-manifest',
  'undecided',
  'not-run',
];

describe('submission.json against the published schema', () => {
  it('is valid for a session with nothing in it', async () => {
    expect(await problems(submission([], {title: '', complete: false, sessionId: ''}))).toEqual([]);
  });

  it('is valid for every outcome, plugin and certification status', async () => {
    const plugins = [
      'shell',
      'manual',
      'user-interact',
      'user-verify',
      'user-interact-verify',
      'attachment',
      'resource',
    ];
    const results = [
      ...outcomes.map((outcome) => result(outcome, outcome)),
      ...[...plugins, 'local', 'qml', 'future'].map((plugin) => result(`p/${plugin}`, 'pass', {job: {plugin}})),
      result('n', 'pass', {job: {certificationStatus: 'not-part-of-certification', template: id('t')}}),
      unstarted('u', {inhibitor: {type: 'needs-person'}}),
      result('odd', 'fail', {attempts: [attempt('fail', {durationMs: Number.NaN})], stdout: '\ud800\u0000\u001b[1m'}),
    ];
    expect(await problems(submission(results, {startedAt: Number.NaN, finishedAt: Number.POSITIVE_INFINITY}))).toEqual(
      [],
    );
  });

  it('is valid whatever the resources hold', async () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.integer());
    const keys = ['bus', 'path', 'category', 'product_id', 'vendor', 'total', 'swap', 'scaling', 'platform', 'name'];
    const record = fc.dictionary(fc.constantFrom(...keys, 'total_bytes', 'model', 'kernel', '__proto__'), value);
    const state: fc.Arbitrary<ResourceState> = fc.oneof(
      fc.record({state: fc.constant('known' as const), records: fc.array(record, {maxLength: 3})}),
      fc.record({state: fc.constant('unknown' as const), reason: fc.string()}),
    );
    const names = ['os', 'cpu', 'memory', 'device', 'dmi', 'lsb', 'cpuinfo', 'package', 'uname', 'meminfo', 'manifest'];
    const resources = fc.dictionary(fc.constantFrom(...names), state);
    await fc.assert(
      fc.asyncProperty(resources, async (states) => {
        const entries = Object.entries(states).map(([name, known]) => [id(name), known] as const);
        expect(await problems(submission([], {resources: new Map(entries)}))).toEqual([]);
      }),
    );
  });

  it('is valid with all the sections on the machine there are', async () => {
    const cpuinfo = {bogomips: '5000', cache: '12', count: '8', governors: 'powersave', model: 'i7', speed: '4000'};
    const input = submission([], {
      resources: new Map([
        [
          id('os'),
          known({pretty_name: 'Debian 12', id: 'debian', version_id: '12', kernel: '6.12', architecture: 'x86_64'}),
        ],
        [id('memory'), known({total_bytes: 16_000, swap_bytes: 0})],
        [id('cpuinfo'), known({...cpuinfo, platform: 'x86_64', scaling: 'supported', type: 'Intel', odd: 'x'})],
        [id('package'), known({name: 'bash', version: '5.2', size: '1'})],
        [id('dmi'), known({sys_vendor: 'Dell', slots: 4})],
        [
          id('device'),
          known(
            {
              path: '/devices/a',
              bus: 'pci',
              category: 'NETWORK',
              vendor_id: 32902,
              product_id: '5555',
              mac: 'x',
              extra: 1,
            },
            {path: '/devices/b', bus: 'usb', category: 'UNHEARD-OF'},
            {path: '/devices/c', bus: 'wmi'},
          ),
        ],
      ]),
    });
    expect(await problems(input)).toEqual([]);
    const document = await written(input);
    expect(document).toMatchObject({
      kernel: '6.12',
      architecture: 'x86_64',
      memory: {total: 16_000, swap: 0},
      distribution: {distributor_id: 'debian', release: '12', description: 'Debian 12'},
      processor: {model: 'i7'},
      packages: [{name: 'bash', version: '5.2'}],
      devices: [
        {path: '/devices/a', vendor_id: 32902, product_id: 5555},
        {path: '/devices/b', bus: 'usb'},
      ],
    });
    expect(document.devices[1]).not.toHaveProperty('category');
    expect(document.system_information.uname.outputs.payload).toEqual({kernel: '6.12', architecture: 'x86_64'});
  });
});

describe('a result', () => {
  const only = (input: SubmissionResult) => written(submission([input])).then(({results}) => results[0]);

  it('speaks the schema: seconds, and a word for what could not start', async () => {
    const inhibitor: Inhibitor = {type: 'requirement-unmet', expression: "net.name == 'x'"};
    const blocker = {certificationStatus: 'blocker', template: id('read')} as const;
    expect(await only(result('disk/read', 'fail', {job: blocker, stdout: 'out\n', stderr: 'err\n'}))).toMatchObject({
      id: 'disk/read',
      full_id: 'com.example::disk/read',
      certification_status: 'blocker',
      category: 'Disks',
      category_id: 'com.example::disk',
      status: 'fail',
      outcome: 'fail',
      io_log: 'out\nerr\n',
      duration: 1.5,
      template_id: 'com.example::read',
    });
    expect(await only(unstarted('x', {inhibitor}))).toMatchObject({
      status: 'skip',
      outcome: 'not-supported',
      comments: expect.stringContaining("net.name == 'x'"),
      duration: 0,
      template_id: null,
    });
    expect(await only(result('x', 'crash'))).toMatchObject({status: 'fail', outcome: 'crash'});
    expect(await only(result('x', 'pass'))).toMatchObject({status: 'pass', comments: null});
  });

  it('has what the operator said and why it failed', async () => {
    const attempts = [attempt('fail', {comments: 'one dead pixel', reason: 'the operator said so'})];
    expect((await only(result('x', 'fail', {attempts}))).comments).toBe('one dead pixel\nthe operator said so');
  });

  it('has both streams in the order in which they came', async () => {
    const shuffled = result('x', 'pass', {stdout: 'first third', stderr: 'second '});
    const order = [
      {afterMs: 0, stream: 'stdout', bytes: 6},
      {afterMs: 5, stream: 'stderr', bytes: 7},
      {afterMs: 9, stream: 'stdout', bytes: 5},
    ] as const;
    expect(await only({...shuffled, log: {...shuffled.log, pieces: order}})).toMatchObject({
      io_log: 'first second third',
    });
  });

  it('has a log without terminal sequences, and says what is not in it', async () => {
    const {io_log} = await only(result('x', 'pass', {stdout: '\u001b[32mok\u001b[0m\u0007\n', omittedBytes: 7}));
    expect(io_log).toBe('[7 bytes left out]\nok\n');
  });
});

describe('the parts', () => {
  const gathering = [
    result('log', 'pass', {job: {plugin: 'attachment'}, stdout: '{"a": 1}', stderr: 'warning'}),
    result('os', 'pass', {job: {plugin: 'resource'}}),
    result('disk', 'pass'),
  ];

  it('hold every job once: attachments apart, resource jobs with the others', async () => {
    const document = await written(submission(gathering));
    const ids = (name: string) => document[name].map((entry: {readonly id: string}) => entry.id);
    expect([ids('results'), ids('attachment-results'), ids('resource-results'), ids('rejected-jobs')]).toEqual([
      ['os', 'disk'],
      ['log'],
      [],
      [],
    ]);
    expect(document['attachment-results'][0].io_log).toBe('{"a": 1}');
    expect(document.category_map).toEqual({'com.example::disk': 'Disks'});
  });

  it('keep what the schema has no word for in a part of our own', async () => {
    const attempts = [
      attempt('crash', {fault: 'bench'}),
      attempt('not-run', {number: 2, inhibitor: {type: 'needs-person'}}),
    ];
    const resources = new Map([[id('net'), {state: 'unknown', reason: 'no /sys'} as const]]);
    const document = await written(submission([result('x', 'crash', {attempts})], {resources, reboots: 2}));
    expect(document.system_information.assay).toMatchObject({success: true, tool_version: '0.1.0'});
    expect(document.system_information.assay.outputs.payload).toMatchObject({
      session: {id: 'session-1', complete: true, reboots: 2, startedAt: '2026-11-22T09:30:00.000Z'},
      results: [
        {id: 'com.example::x', outcome: 'not-run', inhibitor: {type: 'needs-person'}, attempts: [{fault: 'bench'}, {}]},
      ],
      resources: {'com.example::net': {state: 'unknown', reason: 'no /sys'}},
    });
  });
});
