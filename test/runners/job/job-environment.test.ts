import {describe, expect, it} from 'vitest';
import {ownerOf} from '../../../src/runners/job/attempt-place.ts';
import {jobEnvironment} from '../../../src/runners/job/job-environment.ts';
import {userPrefix, whyNotUser} from '../../../src/runners/process/become-user.ts';
import {openNodeStarter} from '../../../src/runners/process/node-starter.ts';
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

  it("is reached through root's launcher where a person allowed that one", () => {
    const rootStarter = openNodeStarter();
    const owner = (user: string, identity = us) =>
      ownerOf({...shell('a', 'x'), user}, {identity, rootStarter: identity.uid === 0 ? undefined : rootStarter});
    expect(owner('root')).toEqual({prefix: [], isOther: true, isLesser: false, throughRoot: true});
    const prefix = ['sudo', '-n', '-H', '-u', 'daemon', '--'];
    expect(owner('daemon')).toEqual({prefix, isOther: true, isLesser: true, throughRoot: true});
    expect(owner('u')).toEqual({prefix: [], isOther: false, isLesser: false, throughRoot: false});
    expect(owner('root', {uid: 0, name: 'root'})).toMatchObject({prefix: [], isOther: false, throughRoot: false});
    expect(ownerOf({...shell('a', 'x'), user: 'root'}, {identity: us})).toMatchObject({
      throughRoot: false,
      isOther: true,
    });
  });

  it('may be out of reach, and the reason says what to do', async () => {
    expect(await whyNotUser('root', us, failed(0, ''))).toBeUndefined();
    expect(await whyNotUser('root', us, failed(1, 'sudo: a password is required\n'))).toBe(
      'it runs as root, and sudo wants a password: allow it without one by the line "u ALL=(root) NOPASSWD: ALL" in /etc/sudoers.d/assay, give it at the bench, or start as root',
    );
    expect(await whyNotUser('root', us, failed(1, 'sudo: sorry, you must have a tty to run sudo\n'))).toContain(
      'sudo wants a terminal: allow it without one by the line "Defaults:u !requiretty"',
    );
    expect(await whyNotUser('root', us, failed(1, 'u is not in the sudoers file\n'))).toBe(
      'it runs as root, which sudo refuses: u is not in the sudoers file',
    );
    expect(await whyNotUser('root', us, fakeHost({}))).toMatch(/^it runs as root, and sudo cannot be run: /);
  });
});
