import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {RecordValue} from '../../src/expressions/environment.ts';
import {fillInputs, inputVariables} from '../../src/runners/job/job-inputs.ts';
import {readOutputs} from '../../src/runners/job/job-outputs.ts';
import {exitCode} from '../../src/session/exit-code.ts';
import type {Job, ValueType} from '../../src/units/unit.ts';
import {id, shell} from './jobs.ts';
import {createRig, outcomes} from './rig.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-values-'));
});

afterEach(() => rmSync(directory, {recursive: true, force: true}));

const declared = new Map<string, ValueType>([
  ['name', 'string'],
  ['count', 'integer'],
  ['ratio', 'number'],
  ['good', 'boolean'],
  ['disks', 'list'],
]);

function read(text: string | Uint8Array) {
  const path = join(directory, 'outputs');
  writeFileSync(path, text);
  return readOutputs(path, declared);
}

describe('outputs of a job', () => {
  it('are lines of name=value', () => {
    const text = 'name= a = b \ncount=3\n\nratio=2.5\r\ngood=yes\ndisks=sda, sdb\n';
    expect(read(text)).toEqual({
      outputs: {name: ' a = b ', count: 3, ratio: 2.5, good: true, disks: ['sda', 'sdb']},
      problems: [],
    });
  });

  it('are one JSON object', () => {
    expect(read(' {"name": "x", "count": 3, "ratio": 1, "good": false, "disks": ["a b", 7]}')).toEqual({
      outputs: {name: 'x', count: 3, ratio: 1, good: false, disks: ['a b', '7']},
      problems: [],
    });
  });

  it.each([
    ['', []],
    ['count=many', ['its output count is declared an integer, and it gave "many"']],
    ['{"count": 1.5}', ['its output count is declared an integer, and it gave 1.5']],
    ['{"name": null}', ['its output name is declared a string, and it gave null']],
    ['{"disks": [{"a": 1}]}', ['its output disks is declared a list, and it gave [{"a":1}]']],
    ['speed=3', ['it gave the output "speed", which it does not declare']],
    ['__proto__=3', ['it gave the output "__proto__", which it does not declare']],
    ['nonsense', ['its outputs cannot be read: it holds "nonsense", which is no name=value']],
    ['=3', ['its outputs cannot be read: it holds "=3", which is no name=value']],
    ['{"count": 3', [expect.stringContaining('its outputs cannot be read: ')]],
    [new Uint8Array(2_000_000), ['its outputs cannot be read: it is larger than 1048576 bytes']],
  ])('that are not as declared are left out and said: %.20j', (text, problems) => {
    expect(read(text)).toEqual({outputs: {}, problems});
  });

  it('may not come at all, or from something that is no file', () => {
    expect(readOutputs(undefined, declared)).toEqual({outputs: {}, problems: []});
    mkdirSync(join(directory, 'folder'));
    expect(readOutputs(join(directory, 'folder'), declared).problems).toEqual([
      'its outputs cannot be read: it is no file any more',
    ]);
    expect(readOutputs(join(directory, 'none'), declared).problems).toEqual([expect.stringContaining('ENOENT')]);
  });
});

const values = (entries: Readonly<Record<string, RecordValue>>) => new Map(Object.entries(entries));

describe('inputs of a job', () => {
  it('are variables', () => {
    expect(inputVariables(values({'disk-name': 'sda', count: 3, good: true, all: ['a', 'b c']}))).toEqual({
      ASSAY_INPUT_disk_name: 'sda',
      ASSAY_INPUT_count: '3',
      ASSAY_INPUT_good: 'True',
      ASSAY_INPUT_all: 'a\nb c',
    });
  });

  it.each([
    ['echo {x}', 'a b', "echo 'a b'"],
    ['echo "{x}"', '$(reboot)"', `echo ""'$(reboot)"'""`],
    ["echo '{x}' ${x} {other} {a,b}", "it's", "echo 'it'\\''s' ${x} {other} {a,b}"],
    ['echo {x}', ['a', 'b c'], "echo a 'b c'"],
    ['echo {x}', 5, 'echo 5'],
  ])('are put into the command, quoted for their place: %s', (command, value, filled) => {
    expect(fillInputs(command, values({x: value}))).toEqual({ok: true, text: filled});
  });

  it('are refused where no quoting is safe', () => {
    expect(fillInputs('eval "echo {x}"', values({x: '$(reboot)'}))).toEqual({
      ok: false,
      reason: expect.stringContaining('cannot be put into the command safely'),
    });
  });
});

const from = (producer: string, output: string, name = output) => ({
  name,
  output,
  job: {id: id(producer), span: shell('x').span},
});

describe('values between jobs', () => {
  const outputs = new Map<string, ValueType>([
    ['label', 'string'],
    ['speed', 'integer'],
  ]);
  const consumer = (name: string, command: string, output = 'label', input = output): Job =>
    shell(name, command, {inputs: [from('make', output, input)]});

  it('reach the command and the environment, and run nothing', async () => {
    using rig = createRig();
    const {state} = await rig.run([
      shell('make', `printf 'label=$(touch %s/owned) & more\\nspeed=7\\n' ${rig.directory} > "$ASSAY_OUTPUTS"`, {
        outputs,
      }),
      consumer('use', 'echo {label}; echo "$ASSAY_INPUT_label"'),
      consumer('use-speed', 'test {mbps} -eq 7', 'speed', 'mbps'),
    ]);
    expect(outcomes(state)).toEqual({make: 'pass', use: 'pass', 'use-speed': 'pass'});
    const label = `$(touch ${rig.directory}/owned) & more`;
    expect(rig.output(state.sessionId, 'use')).toBe(`${label}\n${label}\n`);
    expect(existsSync(join(rig.directory, 'owned'))).toBe(false);
    expect(state.attempts.get(id('make'))).toMatchObject([{outputs: {label, speed: 7}}]);
  });

  it('that were not given, or are of another type, inhibit who needs them', async () => {
    using rig = createRig();
    const {state} = await rig.run([
      shell('make', 'echo speed=fast > "$ASSAY_OUTPUTS"', {outputs}),
      consumer('use', 'true'),
      consumer('use-speed', 'true', 'speed'),
    ]);
    expect(outcomes(state)).toEqual({make: 'pass', use: 'not-run', 'use-speed': 'not-run'});
    expect(exitCode(state)).toBe(4);
    expect(state.attempts.get(id('make'))).toMatchObject([
      {reason: 'its output speed is declared an integer, and it gave "fast"'},
    ]);
    expect(state.attempts.get(id('use-speed'))).toMatchObject([
      {inhibitor: {type: 'input-missing', output: 'speed'}, reason: 'it needs speed of make, which gave none'},
    ]);
  });

  it('of a job that failed are not used', async () => {
    using rig = createRig();
    const {state} = await rig.run([
      shell('make', 'echo label=x > "$ASSAY_OUTPUTS"; exit 1', {outputs}),
      consumer('use', 'true'),
    ]);
    expect(outcomes(state)).toEqual({make: 'fail', use: 'skipped-dependency'});
  });

  it('that no command can hold safely keep that job from running', async () => {
    using rig = createRig();
    const {state} = await rig.run([
      shell('make', 'echo \'label=$(reboot)\' > "$ASSAY_OUTPUTS"', {outputs}),
      consumer('use', 'eval "echo {label}"'),
      shell('other', 'true'),
    ]);
    expect(outcomes(state)).toEqual({make: 'pass', use: 'not-run', other: 'pass'});
  });
});
