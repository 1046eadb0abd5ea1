import {describe, expect, it} from 'vitest';
import {Rig} from '../helpers/rig.ts';

const units = '# Licence\n\nid: first\n_summary: The first job\nflags: simple\ncommand: true\n';

describe('convert', () => {
  it('prints the other form and leaves the file alone', async () => {
    await using rig = new Rig({units: {'a.pxu': units}});
    const {code, stdout, stderr} = await rig.run(['convert', 'provider/units/a.pxu']);
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    expect(stdout).toBe('# Licence\n\nid: first\nsummary: The first job\nflags: [simple]\ncommand: "true"\n');
    expect(rig.read('provider/units/a.pxu')).toBe(units);
  });

  it('replaces the files with --write, and the provider is the same', async () => {
    await using rig = new Rig({units: {'a.pxu': units, 'b.pxu': units.replace('first', 'second')}});
    const before = await rig.run(['show', 'second', '--json']);
    const {code, stderr} = await rig.run(['convert', '--write', 'provider/units/a.pxu', 'provider/units/b.pxu']);
    expect(code).toBe(0);
    expect(stderr).toContain('provider/units/b.pxu is now provider/units/b.yaml, with 1 unit');
    expect(rig.exists('provider/units/b.pxu')).toBe(false);
    const {summary} = (JSON.parse(before.stdout) as {fields: {summary: string}}).fields;
    const after = await rig.run(['show', 'second', '--json']);
    expect(JSON.parse(after.stdout)).toMatchObject({
      kind: 'job',
      fields: {summary, flags: ['simple'], command: 'true'},
    });
  });

  it('changes nothing where one of the files has a mistake', async () => {
    await using rig = new Rig({units: {'a.pxu': units, 'b.pxu': 'id first\n'}});
    const {code, stdout, stderr} = await rig.run([
      'convert',
      '--write',
      'provider/units/a.pxu',
      'provider/units/b.pxu',
    ]);
    expect({code, stdout}).toEqual({code: 2, stdout: ''});
    expect(stderr).toContain('provider/units/b.pxu:1:1: error[syntax/missing-colon]');
    expect(stderr).toContain('nothing was converted');
    expect(rig.read('provider/units/a.pxu')).toBe(units);
  });

  it('never writes over a file', async () => {
    await using rig = new Rig({units: {'a.pxu': units, 'a.yaml': 'id: other\nplugin: shell\ncommand: x\n'}});
    const {code, stderr} = await rig.run(['convert', '--write', 'provider/units/a.pxu']);
    expect(code).toBe(2);
    expect(stderr).toContain('provider/units/a.yaml is there already, and nothing is overwritten');
    expect(rig.read('provider/units/a.pxu')).toBe(units);
  });

  it.each([
    ['nosuch.pxu', 'there is no file nosuch.pxu'],
    ['provider', 'provider is a folder: name its unit files'],
    ['provider/provider.yaml', 'provider/provider.yaml describes a provider and holds no units'],
    ['provider/bin/tool.sh', 'provider/bin/tool.sh is no unit file'],
  ])('says why %s is not converted', async (path, message) => {
    await using rig = new Rig({bin: {'tool.sh': '#!/bin/sh\n'}});
    const {code, stderr} = await rig.run(['convert', path]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('^');
  });

  it('gives the texts and the findings as data', async () => {
    await using rig = new Rig({units: {'a.pxu': units}});
    const {stdout} = await rig.run(['convert', 'provider/units/a.pxu', '--json']);
    expect(JSON.parse(stdout)).toEqual([
      {
        file: 'provider/units/a.pxu',
        to: 'yaml',
        target: 'provider/units/a.yaml',
        unitCount: 1,
        text: expect.stringContaining('id: first'),
        diagnostics: [],
      },
    ]);
  });
});
