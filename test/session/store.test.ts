import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import Database from 'better-sqlite3';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {outcomeOf} from '../../src/session/apply.ts';
import {outputPath} from '../../src/session/output-files.ts';
import {SessionError} from '../../src/session/session-error.ts';
import {openStore, type Store} from '../../src/session/store.ts';
import {id, journalJob, ran, started} from './events.ts';

let directory: string;
let store: Store;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-store-'));
  store = openStore(directory);
});

afterEach(() => rmSync(directory, {recursive: true, force: true}));

function problemOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error instanceof SessionError ? error.problem : error;
  }
  return 'nothing thrown';
}

function finishedSession(): string {
  const session = store.createSession(0);
  session.append([started({sessionId: session.id}), {type: 'plan-made', at: 2, jobs: [journalJob('a')]}]);
  session.append([...ran('a', 'fail'), {type: 'session-finished', at: 30}]);
  session.close();
  return session.id;
}

describe('a session store', () => {
  it('gives back what was appended', () => {
    const name = finishedSession();
    const session = store.openSession(name);
    expect(session.state.phase).toBe('finished');
    expect(outcomeOf(session.state, id('a'))).toBe('fail');
    session.close();
    expect(store.readSession(name).title).toBe('A plan');
    expect(store.listSessions()).toEqual([
      {
        state: 'readable',
        id: name,
        plan: id('plan'),
        title: 'A plan',
        startedAt: 1,
        phase: 'finished',
        counts: new Map([['fail', 1]]),
        jobs: 1,
        settled: 1,
        interactive: false,
      },
    ]);
  });

  it('gives the events of some types, in their order', () => {
    const store = openStore(directory);
    const session = store.createSession(0);
    session.append([
      started({sessionId: session.id}),
      {type: 'job-started', at: 2, jobId: id('a'), attempt: 1},
      {type: 'job-finished', at: 3, jobId: id('a'), attempt: 1, outcome: 'pass', durationMs: 1},
      {type: 'session-finished', at: 4},
    ]);
    expect(store.readEvents(session.id, ['session-finished', 'job-started']).map(({at}) => at)).toEqual([2, 4]);
    expect(store.readEvents(session.id, [])).toEqual([]);
    session.close();
  });

  it('deletes a session, and says so of one that is not there', () => {
    const name = finishedSession();
    store.deleteSession(name);
    expect(store.listSessions()).toEqual([]);
    expect(problemOf(() => store.openSession(name))).toBe('not-found');
    expect(problemOf(() => store.readSession('../../etc'))).toBe('not-found');
  });

  it('S6: reports a truncated journal and leaves the other sessions alone', () => {
    const broken = finishedSession();
    const whole = finishedSession();
    const path = join(directory, 'sessions', broken, 'journal.db');
    truncateSync(path, 5000);
    expect(store.listSessions()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({id: whole, state: 'readable'}),
        {id: broken, state: 'damaged', reason: expect.stringContaining(broken)},
      ]),
    );
    expect(problemOf(() => store.openSession(broken))).toBe('damaged');
    store.deleteSession(broken);
    expect(store.listSessions()).toHaveLength(1);
  });

  it.each(['', 'no database '.repeat(50)])('S6: reports a journal that holds %.12j', (content) => {
    const broken = finishedSession();
    writeFileSync(join(directory, 'sessions', broken, 'journal.db'), content);
    expect(store.listSessions()).toEqual([{id: broken, state: 'damaged', reason: expect.any(String)}]);
  });

  it('says of a session whose process was killed while making it that it never started', () => {
    const sessions = [finishedSession(), finishedSession()].map((name) => join(directory, 'sessions', name));
    for (const session of sessions)
      for (const name of readdirSync(session)) rmSync(join(session, name), {recursive: true});
    new Database(join(sessions[0] ?? '', 'journal.db')).close();
    const reasons = store.listSessions().map((session) => (session.state === 'damaged' ? session.reason : session));
    expect(reasons).toEqual(['it never started', 'it never started']);
    for (const {id: name} of store.listSessions()) store.deleteSession(name);
    expect(store.listSessions()).toEqual([]);
  });

  it('has what came between a look at a session and its opening', () => {
    const name = finishedSession();
    store.listSessions();
    const other = openStore(directory).openSession(name);
    other.append([{type: 'session-resumed', at: 40, bootId: 'another'}]);
    other.append([...ran('a', 'pass')]);
    other.close();
    const session = store.openSession(name);
    const {state} = session;
    session.close();
    expect(outcomeOf(state, id('a'))).toBe('pass');
    expect(state.attempts.get(id('a'))).toHaveLength(2);
  });

  it('refuses a journal of a newer format', () => {
    const name = finishedSession();
    const database = new Database(join(directory, 'sessions', name, 'journal.db'));
    database.pragma('user_version = 999');
    database.close();
    expect(problemOf(() => store.openSession(name))).toBe('too-new');
    expect(problemOf(() => store.readSession(name))).toBe('too-new');
  });

  it('S9: says that the state folder cannot be written, before anything is in it', () => {
    const file = join(directory, 'a-file');
    writeFileSync(file, '');
    expect(problemOf(() => openStore(file).createSession(0))).toBe('not-writable');
    mkdirSync(join(directory, 'sessions'));
    expect(readdirSync(join(directory, 'sessions'))).toEqual([]);
  });

  it('S3: refuses a session that another process runs, names it, and takes over when told', async () => {
    const name = finishedSession();
    const script = `
      import {openStore} from ${JSON.stringify(resolve('src/session/store.ts'))};
      openStore(process.argv[1]).openSession(process.argv[2]);
      process.stdout.write('open');
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, directory, name], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    expect(() => store.openSession(name)).toThrow(`process ${child.pid}`);
    expect(store.listSessions()).toMatchObject([{owner: {pid: child.pid}}]);
    expect(problemOf(() => store.deleteSession(name))).toBe('held');
    const taken = store.openSession(name, {takeOver: true});
    expect(taken.state.phase).toBe('finished');
    expect(await ended).toEqual([null, 'SIGTERM']);
    taken.close();
  });

  it('S1: has every appended event after its process was killed', async () => {
    const script = `
      import {openStore} from ${JSON.stringify(resolve('src/session/store.ts'))};
      const session = openStore(process.argv[1]).createSession(0);
      session.append([${JSON.stringify(started())}]);
      for (let at = 0; ; at++) {
        session.append([{type: 'session-interrupted', at, reason: String(at)}]);
        process.stdout.write(at + '\\n');
      }
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.split('\n').length > 20) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const [listed] = store.listSessions();
    const state = store.readSession(listed?.id ?? '');
    expect(Number(state.interruption)).toBeGreaterThanOrEqual(Number(said.trim().split('\n').at(-1)));
  });

  it('gives output in the order in which it came, unless not all of it is accounted for', () => {
    const name = finishedSession();
    const session = join(directory, 'sessions', name);
    const write = (stream: 'stdout' | 'stderr' | 'times', text: string): void =>
      writeFileSync(outputPath(session, {jobId: id('a'), attempt: 1, stream}), text);
    const pieces = (): unknown => store.outputs(name)({jobId: id('a'), attempt: 1}, 100).pieces;
    write('stdout', 'onethree');
    expect(pieces()).toBeUndefined();
    write('stderr', 'two');
    write('times', '1 stdout 3\n2 stderr 3\n30 stdout 5\n');
    expect(pieces()).toEqual([
      {afterMs: 1, stream: 'stdout', bytes: 3},
      {afterMs: 2, stream: 'stderr', bytes: 3},
      {afterMs: 30, stream: 'stdout', bytes: 5},
    ]);
    write('times', '1 stdout 3\n2 stderr 3\n30 std');
    expect(pieces()).toBeUndefined();
  });

  it('gives the two ends of long output, and none where nothing was printed', () => {
    const name = finishedSession();
    const session = join(directory, 'sessions', name);
    const path = outputPath(session, {jobId: id('a'), attempt: 1, stream: 'stdout'});
    writeFileSync(path, `${'a'.repeat(100)}${'b'.repeat(100)}`);
    const output = store.outputs(name)({jobId: id('a'), attempt: 1}, 10);
    expect(Buffer.from(output.stdout).toString()).toBe('aaaaabbbbb');
    expect(output.stderr).toHaveLength(0);
    expect(output.omittedBytes).toBe(190);
    expect(readFileSync(path)).toHaveLength(200);
  });

  it('makes a file name of any job id', () => {
    const names = ['a/b', 'a_b', `${'x'.repeat(5000)}`, '../../etc/passwd', 'Prüfung'].map((name) =>
      outputPath('/s', {jobId: id(name), attempt: 2, stream: 'stderr'}),
    );
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^\/s\/output\/[\w.-]{1,120}$/);
  });
});
