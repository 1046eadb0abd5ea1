import {describe, expect, it} from 'vitest';
import {forced, job, plan} from '../helpers/launching.ts';
import {Rig} from '../helpers/rig.ts';

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
    const hidden = await rig.run(['manifest', 'set', '_secret', 'yes']);
    expect([hidden.code, hidden.stderr]).toEqual([2, expect.stringContaining('[manifest] rig::_secret = yes')]);
  });

  it("takes over Checkbox's own file, and forgets an answer", async () => {
    await using rig = new Rig({units: {'all.pxu': entries.join('\n')}});
    rig.write('machine-manifest.json', '{"rig::has_camera": false, "rig::slots": 2}');
    expect((await rig.run(['manifest', 'import', 'machine-manifest.json'])).stdout).toContain('2 answers taken over');
    expect((await rig.run(['manifest', 'unset', 'slots'])).stdout).toBe('rig::slots is unknown now\n');
    const twice = await rig.run(['manifest', 'unset', 'rig::slots']);
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('nobody has answered rig::slots')]);
    expect(JSON.parse(rig.read('state/manifest.json'))).toEqual({'rig::has_camera': false});
    rig.write('bad.json', '[]');
    expect((await rig.run(['manifest', 'import', 'bad.json'])).code).toBe(2);
  });
});
