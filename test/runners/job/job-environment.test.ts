import {describe, expect, it} from 'vitest';
import {jobEnvironment} from '../../../src/runners/job/job-environment.ts';
import {userPrefix, whyNotUser} from '../../../src/runners/process/become-user.ts';
import {fakeHost} from '../../helpers/fake-host.ts';
import {shell, unitsOf} from '../jobs.ts';

const [provider] = unitsOf([], '/p').providers;
const inherited = {
  PATH: '/usr/bin',
  HOME: '/home/u',
  DISPLAY: ':0',
  NODE_OPTIONS: '--x',
  npm_config_a: 'b',
  LC_TIME: 'de_DE',
};
const sources = {
  inherited,
  configured: {HOST: '192.168.0.100'},
  provider,
  providers: provider === undefined ? [] : [provider, {...provider, name: 'other', binDirectory: '/q/bin'}],
  share: '/share',
  version: '0.1.0',
  node: '/node',
};

describe("a job's environment", () => {
  it('is ours without what concerns only us, and what is documented', () => {
    expect(jobEnvironment(shell('a', 'x'), sources)).toEqual({
      PATH: '/p/bin:/q/bin:/usr/bin',
      HOME: '/home/u',
      DISPLAY: ':0',
      LC_TIME: 'de_DE',
      LANG: 'C.UTF-8',
      HOST: '192.168.0.100',
      PLAINBOX_SESSION_SHARE: '/share',
      PLAINBOX_PROVIDER_DATA: '/p/data',
      PLAINBOX_PROVIDER_UNITS: '/p/units',
      CHECKBOX_RUNTIME: '',
      PYTHONUNBUFFERED: '1',
      ASSAY_NODE: '/node',
      ASSAY_VERSION: '0.1.0',
    });
  });

  it('under another user has only what `environ` names', () => {
    const environment = jobEnvironment(shell('a', 'x', {user: 'root', environ: ['DISPLAY', 'MISSING']}), sources);
    expect(environment).toMatchObject({DISPLAY: ':0', LC_TIME: 'de_DE', PATH: '/p/bin:/q/bin:/usr/bin'});
    expect(environment).not.toHaveProperty('HOME');
    expect(environment).not.toHaveProperty('MISSING');
  });

  it('has the C locale where the job resets it', () => {
    const environment = jobEnvironment(shell('a', 'x', {flags: ['reset-locale']}), {
      ...sources,
      inherited: {...inherited, LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8'},
    });
    expect(environment).toMatchObject({LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', LANGUAGE: ''});
  });
});

describe('another user', () => {
  const us = {uid: 1000, name: 'u'};
  const failed = (code: number, stderr: string) =>
    fakeHost({}, {tools: {sudo: {state: 'exited', code, stdout: '', stderr, truncated: false}}});

  it('is reached by sudo, or by runuser from root, and not where we are that user', () => {
    expect(userPrefix('root', us)).toEqual(['sudo', '-n', '-H', '-u', 'root', '--']);
    expect(userPrefix('u', {uid: 0, name: 'root'})).toEqual(['runuser', '-u', 'u', '--']);
    expect(userPrefix('root', {uid: 0, name: 'root'})).toEqual([]);
    expect(userPrefix('u', us)).toEqual([]);
    expect(userPrefix(undefined, us)).toEqual([]);
  });

  it('may be out of reach, and the reason says what to do', async () => {
    expect(await whyNotUser('root', us, failed(0, ''))).toBeUndefined();
    expect(await whyNotUser('root', us, failed(1, 'sudo: a password is required\n'))).toBe(
      'it runs as root, and sudo wants a password: allow u to use sudo without one, or start as root',
    );
    expect(await whyNotUser('root', us, failed(1, 'u is not in the sudoers file\n'))).toBe(
      'it runs as root, which sudo refuses: u is not in the sudoers file',
    );
    expect(await whyNotUser('root', us, fakeHost({}))).toMatch(/^it runs as root, and sudo cannot be run: /);
  });
});
