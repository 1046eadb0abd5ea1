import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {createInterface} from 'node:readline';
import {describe, expect, it} from 'vitest';
import {membersOf} from '../../src/runners/process/process-tree.ts';
import {exitCode} from '../../src/session/exit-code.ts';
import {id, line, planOf, shell} from './jobs.ts';
import {createRig, finished, outcomes, type Rig} from './rig.ts';

interface JobOrder {
  readonly name: string;
  readonly command: string;
  readonly flags?: readonly string[];
}

interface Child {
  readonly process: ChildProcess;
  readonly said: string[];
  until(text: string): Promise<void>;
}

function startChild(
  rig: Rig,
  orders: {jobs: readonly JobOrder[]; resume?: string; bootId?: string; plain?: boolean},
): Child {
  const script = resolve(import.meta.dirname, 'child-driver.ts');
  const child = spawn(process.execPath, [script, JSON.stringify({directory: rig.directory, ...orders})], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  const lines = createInterface({input: child.stdout});
  lines.on('line', (text) => said.push(text));
  return {
    process: child,
    said,
    until: async (text) => {
      while (!said.includes(text)) await once(lines, 'line');
    },
  };
}

async function kill(child: Child, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child.process, 'close');
  child.process.kill(signal);
  await gone;
}

const plan = (jobs: readonly JobOrder[]) =>
  planOf(jobs.map(({name, command, flags = []}) => line(shell(name, command, {flags}))));

function onlySession(rig: Rig): string {
  const [name = '', ...others] = readdirSync(join(rig.directory, 'sessions'));
  expect(others).toEqual([]);
  return name;
}

describe('a run that was killed', () => {
  it.each([true, false])(
    'S1, S8: keeps its results, records the interrupted attempt, ends what it left, and runs the rest (%j)',
    async (plain) => {
      using rig = createRig();
      const jobs = [
        {name: 'a', command: `echo ran >> ${rig.directory}/a`},
        {name: 'b', command: `test -e ${rig.directory}/go || { touch ${rig.directory}/b; exec sleep 600; }`},
        {name: 'c', command: 'true'},
      ];
      const child = startChild(rig, {jobs, plain});
      await expect.poll(() => existsSync(join(rig.directory, 'b'))).toBe(true);
      await kill(child, 'SIGKILL');
      const session = onlySession(rig);
      // The launcher ends the job at once; without it, the resume does.
      await expect.poll(() => membersOf({marker: `${session}:`})).toHaveLength(plain ? 1 : 0);
      expect(rig.store.listSessions()).toMatchObject([{id: session, phase: 'interrupted'}]);

      writeFileSync(join(rig.directory, 'go'), '');
      const {state, events} = await finished(await rig.resume(session, plan(jobs)));
      expect(membersOf({marker: `${session}:`})).toEqual([]);
      expect(outcomes(state)).toEqual({a: 'pass', b: 'pass', c: 'pass'});
      expect(readFileSync(join(rig.directory, 'a'), 'utf8')).toBe('ran\n');
      expect(state.attempts.get(id('b'))).toMatchObject([
        {number: 1, outcome: 'crash', fault: 'harness', end: {type: 'interrupted'}},
        {number: 2, outcome: 'pass'},
      ]);
      expect(events.slice(0, 4).map(({type}) => type)).toEqual([
        'session-resumed',
        'process-ended',
        'job-finished',
        'jobs-requeued',
      ]);
      expect(exitCode(state)).toBe(0);
    },
  );

  it('S7: has saved what it showed, at whatever instant it is killed', async () => {
    using rig = createRig();
    const jobs = Array.from({length: 30}, (_, index) => ({name: `j${index}`, command: `echo ${index}`}));
    let shown: readonly string[] = [];
    for (const stop of [3, 9, 17]) {
      const [resume] = existsSync(join(rig.directory, 'sessions')) ? [onlySession(rig)] : [];
      const child = startChild(rig, {jobs, ...(resume === undefined ? {} : {resume})});
      await child.until(`finished test::j${stop} 1 pass`);
      await kill(child, 'SIGKILL');
      shown = [...shown, ...child.said.filter((text) => text.startsWith('finished'))];
      const saved = rig.store.readSession(onlySession(rig));
      for (const text of shown) {
        const [, job = '', attempt, outcome] = text.split(' ');
        const found = [...saved.attempts].find(([name]) => name === job)?.[1];
        expect(found?.[Number(attempt) - 1]).toMatchObject({outcome});
      }
    }
    const {state} = await finished(await rig.resume(onlySession(rig), plan(jobs)));
    expect(new Set(Object.values(outcomes(state)))).toEqual(new Set(['pass']));
    const passes = [...state.attempts.values()].map(
      (attempts) => attempts.filter((attempt) => attempt.state === 'finished' && attempt.outcome === 'pass').length,
    );
    expect(passes).toEqual(jobs.map(() => 1));
  });

  it('is not tried for ever: a job that brings us down three times has crashed', async () => {
    using rig = createRig();
    const jobs = [
      {name: 'killer', command: 'read -r _ _ _ runner _ < /proc/$PPID/stat; kill -9 "$runner"; sleep 600'},
      {name: 'after', command: 'true'},
    ];
    await once(startChild(rig, {jobs}).process, 'close');
    const session = onlySession(rig);
    for (let time = 2; time <= 3; time++) await once(startChild(rig, {jobs, resume: session}).process, 'close');
    const {state} = await finished(await rig.resume(session, plan(jobs)));
    expect(outcomes(state)).toEqual({killer: 'crash', after: 'pass'});
    expect(state.attempts.get(id('killer'))).toHaveLength(3);
  });

  it('nor is one that has us shut down, as an orderly restart does', async () => {
    using rig = createRig();
    const ender = 'read -r _ _ _ runner _ < /proc/$PPID/stat; kill "$runner"; sleep 600';
    const jobs = [
      {name: 'ender', command: ender},
      {name: 'after', command: 'true'},
    ];
    await once(startChild(rig, {jobs}).process, 'close');
    const session = onlySession(rig);
    for (let time = 2; time <= 3; time++) await once(startChild(rig, {jobs, resume: session}).process, 'close');
    const {state} = await finished(await rig.resume(session, plan(jobs)));
    expect(outcomes(state)).toEqual({ender: 'crash', after: 'pass'});
    expect(state.attempts.get(id('ender'))).toMatchObject([
      {outcome: 'undecided', fault: 'harness'},
      {outcome: 'undecided', fault: 'harness'},
      {outcome: 'crash', fault: 'harness', reason: 'the run was interrupted (SIGTERM)'},
    ]);
  });

  it('SIGTERM: ends the job and its processes, and can be resumed', async () => {
    using rig = createRig();
    const jobs = [{name: 'a', command: `test -e ${rig.directory}/go || sleep 600`}];
    const child = startChild(rig, {jobs});
    await child.until('started test::a');
    await kill(child, 'SIGTERM');
    const session = onlySession(rig);
    expect(membersOf({marker: `${session}:`})).toEqual([]);
    const stopped = rig.store.readSession(session);
    expect(stopped).toMatchObject({phase: 'interrupted', interruption: 'SIGTERM'});
    expect(exitCode(stopped)).toBe(4);
    writeFileSync(join(rig.directory, 'go'), '');
    const {state} = await finished(await rig.resume(session, plan(jobs)));
    expect(outcomes(state)).toEqual({a: 'pass'});
  });
});

describe('a restart of the machine', () => {
  const jobs = [
    {
      name: 'reboot',
      command: 'cp "$PLAINBOX_SESSION_SHARE/__checkbox_respawn" "$PLAINBOX_SESSION_SHARE/seen"',
      flags: ['noreturn'],
    },
    {name: 'after', command: 'true'},
  ];

  async function killedAfterCommand(rig: Rig): Promise<string> {
    const child = startChild(rig, {jobs, bootId: 'boot-1'});
    await child.until('started test::reboot');
    const seen = () =>
      readdirSync(join(rig.directory, 'sessions')).map((name) =>
        join(rig.directory, 'sessions', name, 'share', 'seen'),
      );
    await expect.poll(() => seen().some((path) => existsSync(path))).toBe(true);
    await kill(child, 'SIGKILL');
    return onlySession(rig);
  }

  it('S2: passes the noreturn job that caused it, as the boot id proves', async () => {
    using rig = createRig();
    const session = await killedAfterCommand(rig);
    const {state} = await finished(await rig.resume(session, plan(jobs), {bootId: 'boot-2'}));
    expect(outcomes(state)).toEqual({reboot: 'pass', after: 'pass'});
    expect(state.attempts.get(id('reboot'))).toMatchObject([
      {number: 1, outcome: 'pass', end: {type: 'rebooted'}, reason: 'the machine restarted, as it should'},
    ]);
    expect(state.reboots).toBe(1);
    const share = join(rig.directory, 'sessions', session, 'share');
    expect(readFileSync(join(share, 'seen'), 'utf8')).toBe(`assay resume ${session}\n`);
  });

  it.each([
    ['TERM', ['undecided', 'pass']],
    ['INT', ['undecided', 'undecided']],
  ] as const)('may be an end of the run alone, which SIG%s does not prove at once', async (signal, expected) => {
    using rig = createRig();
    const ender = [
      {
        name: 'end',
        command: `read -r _ _ _ runner _ < /proc/$PPID/stat; kill -s ${signal} "$runner"; sleep 600`,
        flags: ['noreturn'],
      },
    ];
    await once(startChild(rig, {jobs: ender}).process, 'close');
    const session = onlySession(rig);
    await once(startChild(rig, {jobs: ender, resume: session}).process, 'close');
    const harmless = [{name: 'end', command: 'true'}];
    await (await rig.resume(session, plan(harmless))).ended;
    const attempts = rig.store.readSession(session).attempts.get(id('end')) ?? [];
    expect(attempts.slice(0, 2).map((attempt) => attempt.state === 'finished' && attempt.outcome)).toEqual(expected);
  });

  it('is a crash of a job that should not cause one', async () => {
    using rig = createRig();
    const ordinary = [{name: 'a', command: `test -e ${rig.directory}/go || sleep 600`}];
    const child = startChild(rig, {jobs: ordinary, bootId: 'boot-1'});
    await child.until('started test::a');
    await kill(child, 'SIGKILL');
    writeFileSync(join(rig.directory, 'go'), '');
    const {state} = await finished(await rig.resume(onlySession(rig), plan(ordinary), {bootId: 'boot-2'}));
    expect(state.attempts.get(id('a'))).toMatchObject([
      {outcome: 'crash', fault: 'product', end: {type: 'interrupted', rebooted: true}},
      {outcome: 'pass'},
    ]);
  });
});

describe('a resume with other definitions', () => {
  it('S5: says what changed, runs that again, and keeps the rest', async () => {
    using rig = createRig();
    const before = [
      {name: 'same', command: `echo ran >> ${rig.directory}/same`},
      {name: 'other', command: 'false'},
      {name: 'gone', command: 'true'},
      {name: 'last', command: 'sleep 600'},
    ];
    const child = startChild(rig, {jobs: before});
    await child.until('started test::last');
    await kill(child, 'SIGKILL');
    const now = [
      {name: 'same', command: `echo ran >> ${rig.directory}/same`},
      {name: 'other', command: 'true'},
      {name: 'new', command: 'true'},
      {name: 'last', command: 'true'},
    ];
    const {state} = await finished(await rig.resume(onlySession(rig), plan(now)));
    expect(state.changes).toEqual([
      {type: 'changed', jobId: id('other')},
      {type: 'added', jobId: id('new')},
      {type: 'changed', jobId: id('last')},
      {type: 'removed', jobId: id('gone')},
    ]);
    expect(outcomes(state)).toMatchObject({same: 'pass', other: 'pass', new: 'pass', last: 'pass', gone: 'pass'});
    expect(state.attempts.get(id('other'))).toMatchObject([{outcome: 'fail'}, {outcome: 'pass'}]);
    expect(readFileSync(join(rig.directory, 'same'), 'utf8')).toBe('ran\n');
    expect(state.jobs.map(({id: job}) => job)).toEqual(['same', 'other', 'new', 'last'].map(id));
  });
});
