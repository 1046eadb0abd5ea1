import {describe, expect, it} from 'vitest';
import {forced, job, plan} from '../helpers/launching.ts';
import {Rig} from '../helpers/rig.ts';

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
    await using rig = new Rig({units: {'all.pxu': leaking.join('\n')}});
    rig.write('l.conf', `${forced}[environment]\nPSK = abc\n[secrets]\nvariables = PSK\n`);
    const {code, stderr} = await rig.run(['run', 'l.conf']);
    expect(code).toBe(2);
    expect(stderr).toContain('error[config/secret-too-short]');
  });
});
