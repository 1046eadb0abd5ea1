import {chmodSync, symlinkSync, writeFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {Rig} from '../helpers/rig.ts';

const good = 'id: good\nflags: simple\nsummary: Good\ncommand: true\n';
const bomb = `a: &a [x]\n${Array.from({length: 20}, (_, i) => `b${i}: &b${i} [${`*${i === 0 ? 'a' : `b${i - 1}`}, `.repeat(10)}]`).join('\n')}\n`;

const files: Readonly<Record<string, string | Uint8Array>> = {
  'binary.pxu': Uint8Array.from({length: 4096}, (_, index) => index % 256),
  'bomb.yaml': bomb,
  'deep.yaml': `id: ${'['.repeat(20_000)}`,
  'fields.pxu': `id: wide\n${Array.from({length: 10_000}, (_, index) => `field${index}: x\n`).join('')}`,
  'good.pxu': good,
  'latin1.pxu': Buffer.from('id: latin\nsummary: caf\xe9\nflags: simple\ncommand: true\n', 'latin1'),
  'huge.pxu': `${good}\n`.repeat(350_000),
  'huge.yaml': '---\nid: a\n'.repeat(2_000_000),
  'line.pxu': `id: long\nflags: simple\ncommand: ${'x'.repeat(4_000_000)}\n`,
  'long-line.pxu': `id: longer\nflags: simple\ncommand: ${'x'.repeat(100_000_000)}\n`,
  'nul.yaml': 'id: lost\0\n',
};

const codes = {
  'binary.pxu': 'catalog/binary',
  'bomb.yaml': 'syntax/too-many-values',
  'deep.yaml': 'syntax/too-deep',
  'fields.pxu': 'syntax/too-many-fields',
  'huge.pxu': 'catalog/too-large',
  'huge.yaml': 'catalog/too-large',
  'line.pxu': 'syntax/value-too-long',
  'long-line.pxu': 'catalog/too-large',
  'nul.yaml': 'catalog/binary',
};

function hostileRig(): Rig {
  const rig = new Rig();
  for (const [name, content] of Object.entries(files)) writeFileSync(rig.path(`provider/units/${name}`), content);
  symlinkSync('.', rig.path('provider/units/loop'));
  symlinkSync('/nowhere', rig.path('provider/units/dangling.pxu'));
  return rig;
}

describe('a provider of hostile files', () => {
  it('is listed without what cannot be read, which is said', async () => {
    await using rig = hostileRig();
    const {code, stdout, stderr} = await rig.run(['list', 'jobs']);
    expect(code).toBe(0);
    const listed = stdout.split('\n').flatMap((line) => /^rig::(\S+)/.exec(line)?.[1] ?? []);
    expect(listed).toEqual(['good', 'latin']);
    for (const [name, problem] of Object.entries(codes)) expect(stderr).toMatch(new RegExp(`${name}.*${problem}`));
    expect(stderr.length).toBeLessThan(20_000);
  });

  it('is validated file by file', async () => {
    await using rig = hostileRig();
    const {code, stdout} = await rig.run(['validate', rig.provider, '--json'], {provider: 'none'});
    expect(code).toBe(2);
    const found = JSON.parse(stdout) as {diagnostics: {code: string; severity: string; file: string}[]};
    const errors = found.diagnostics.filter(({severity}) => severity === 'error');
    const ofFile = (name: string) => errors.filter(({file}) => file.endsWith(`/${name}`)).map((error) => error.code);
    for (const [name, problem] of Object.entries(codes)) expect(ofFile(name), name).toContain(problem);
    expect(ofFile('dangling.pxu')).toEqual(['catalog/unreadable']);
    expect(ofFile('good.pxu')).toEqual([]);
    expect(found.diagnostics.length).toBeLessThan(200);
  });

  it('does not keep its good jobs from running', async () => {
    await using rig = hostileRig();
    const {code, stdout, stderr} = await rig.run(['run', '--jobs', 'good']);
    expect(code).toBe(0);
    expect(stdout).toContain('The one test passed.');
    expect(stderr).toContain('catalog/too-large');
  });

  it('is converted where it can be, and else it says why', async () => {
    await using rig = hostileRig();
    const {code, stdout, stderr} = await rig.run(['convert', rig.path('provider/units/long-line.pxu')]);
    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    expect(stderr).toContain('This file has 95.4 MiB: one may have 16 MiB');
  });

  it.skipIf(process.getuid?.() === 0)('that may not be read is said to be so', async () => {
    await using rig = new Rig({units: {'good.pxu': good, 'secret.pxu': good.replace('good', 'secret')}});
    chmodSync(rig.path('provider/units/secret.pxu'), 0);
    const {code, stdout, stderr} = await rig.run(['list', 'jobs']);
    expect({code, stdout: stdout.includes('rig::good')}).toEqual({code: 0, stdout: true});
    expect(stderr).toContain('catalog/unreadable');
  });
});
