import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import {describe, expect, inject, it} from 'vitest';
import {membersOf} from '../../src/runners/process/process-tree.ts';
import type {Attempt, SessionState} from '../../src/session/state.ts';
import type {JobOrder, Orders} from '../runners/child-driver.ts';
import {line, planOf, shell} from '../runners/jobs.ts';
import {createRig, finished, type Rig} from '../runners/rig.ts';

/** SIGKILLs that hit a process of ours. */
const kills = inject('thorough') ? 200 : 8;
const longestLifeMs = 1500;
/** As in recover.ts. */
const mostInterruptions = 3;

const script = resolve(import.meta.dirname, '../runners/child-driver.ts');

/** Repeatable: the instants of a failing run are those of the next one. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Sixty jobs of every kind of end, each noting that it ran. */
function jobsIn(directory: string): readonly JobOrder[] {
  return Array.from({length: 60}, (_, index) => {
    const note = `echo ran >> ${directory}/ran-${index}`;
    const ends = ['echo out; echo err >&2', 'sleep 0.03', 'exit 3', 'kill -SEGV $$', 'head -c 200000 /dev/zero'];
    return {
      name: `job-${index}`,
      command: `${note}; ${ends[index % ends.length]}`,
      touches: [['audio', 'disk', 'cpu'][index % 3] ?? ''],
    };
  });
}

interface Life {
  readonly shown: readonly string[];
  readonly wasKilled: boolean;
}

/** One process that runs or resumes the session and is killed at an instant, unless it has ended by then. */
async function live(orders: Orders, afterMs: number): Promise<Life> {
  const child = spawn(process.execPath, [script, JSON.stringify(orders)], {stdio: ['ignore', 'pipe', 'inherit']});
  const shown: string[] = [];
  createInterface({input: child.stdout}).on('line', (text) => shown.push(text));
  const closed = once(child, 'close');
  const early = await Promise.race([closed, sleep(afterMs, undefined)]);
  if (early === undefined) child.kill('SIGKILL');
  const [code]: unknown[] = early ?? (await closed);
  return {shown: shown.filter((text) => text.startsWith('finished')), wasKilled: code !== 0};
}

function isInterrupted(attempt: Attempt): boolean {
  return attempt.state === 'finished' && attempt.end?.type === 'interrupted';
}

/** What is the same in every run of the plan: each job with its result, without times and process ids. */
function results(
  {jobs, attempts}: SessionState,
  output: (name: string, attempt: number) => string,
): readonly unknown[] {
  return jobs.map(({id: job}) => {
    const last = attempts.get(job)?.at(-1);
    if (last?.state !== 'finished') return [job, last];
    const {outcome, fault, reason, end} = last;
    return [job, outcome, fault, reason, end, output(job.replace('test::', ''), last.number).length];
  });
}

function lost(state: SessionState, shown: readonly string[]): readonly string[] {
  return shown.filter((text) => {
    const [, job, attempt, outcome] = text.split(' ');
    const found = [...state.attempts].find(([name]) => name === job)?.[1][Number(attempt) - 1];
    return found?.state !== 'finished' || found.outcome !== outcome;
  });
}

/** Names of sessions that have begun; one that was killed before that never did. */
function begun(rig: Rig): readonly string[] {
  return rig.store.listSessions().flatMap((session) => {
    if (session.state === 'readable') return [session.id];
    expect(session.reason).toBe('it never started');
    rig.store.deleteSession(session.id);
    return [];
  });
}

/** Lives of one session, until it is over. */
async function liveOn(
  rig: Rig,
  orders: Orders,
  random: () => number,
): Promise<{shown: readonly string[]; killed: number}> {
  const shown: string[] = [];
  let killed = 0;
  for (;;) {
    const [resume] = begun(rig);
    const life = await live({...orders, ...(resume === undefined ? {} : {resume})}, random() * longestLifeMs);
    shown.push(...life.shown);
    if (life.wasKilled) killed++;
    const [session] = begun(rig);
    if (session !== undefined && rig.store.readSession(session).phase === 'finished') return {shown, killed};
  }
}

function forget(rig: Rig): void {
  for (const session of begun(rig)) rig.store.deleteSession(session);
  for (const name of readdirSync(rig.directory)) if (name.startsWith('ran-')) rmSync(join(rig.directory, name));
}

function timesRun(note: string): number {
  return existsSync(note) ? readFileSync(note, 'utf8').split('\n').length - 1 : 0;
}

/** Jobs that were not made once and once only, or have another result than they should. */
function wrong(rig: Rig, state: SessionState, expected: readonly unknown[]): readonly unknown[] {
  const found = results(state, (name, attempt) => rig.output(state.sessionId, name, attempt));
  return state.jobs.flatMap(({id: job}, index) => {
    const attempts = state.attempts.get(job) ?? [];
    const interrupted = attempts.filter(isInterrupted).length;
    const ran = timesRun(join(rig.directory, `ran-${index}`));
    const isGivenUp = interrupted >= mostInterruptions;
    // An attempt may have been killed before its command did anything.
    const mayBe = ran <= attempts.length && (isGivenUp || ran > 0);
    const isOnce = mayBe && attempts.length - interrupted === (isGivenUp ? 0 : 1);
    const isAsExpected = isGivenUp || isDeepStrictEqual(found[index], expected[index]);
    return isOnce && isAsExpected ? [] : [{attempts, ran, found: found[index], expected: expected[index]}];
  });
}

describe.each([1, 3])('a run in %i lanes whose process is killed at random instants and resumed', (lanes) => {
  it('S1, S7: loses and doubles nothing, and ends as if nothing had happened', async () => {
    using rig = createRig();
    const {directory} = rig;
    const jobs = jobsIn(directory);
    const plan = planOf(jobs.map(({name, command, ...options}) => line(shell(name, command, options))));
    const {state: undisturbed} = await finished(await rig.start(plan));
    const expected = results(undisturbed, (name, attempt) => rig.output(undisturbed.sessionId, name, attempt));
    const random = randomFrom(lanes);
    for (let killed = 0; killed < kills / 2; ) {
      forget(rig);
      const lives = await liveOn(rig, {directory, jobs, lanes}, random);
      killed += lives.killed;
      const [session = ''] = begun(rig);
      const state = rig.store.readSession(session);
      expect(lost(state, lives.shown)).toEqual([]);
      expect(wrong(rig, state, expected)).toEqual([]);
      await expect.poll(() => membersOf({marker: `${session}:`})).toEqual([]);
    }
  });
});
