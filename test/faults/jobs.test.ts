import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Clock} from '../../src/base/clock.ts';
import {summaryLines} from '../../src/runners/headless/summary.ts';
import {membersOf} from '../../src/runners/process/process-tree.ts';
import {id, shell} from '../runners/jobs.ts';
import {createRig, type Finished, outcomes, type Rig} from '../runners/rig.ts';

/** The job, and one after it that shows that the run is none the worse. */
async function runBeside(rig: Rig, command: string, options: Parameters<typeof shell>[2] = {}): Promise<Finished> {
  const ended = await rig.run([shell('bad', command, options), shell('after', 'echo fine')]);
  expect(outcomes(ended.state)['after']).toBe('pass');
  expect(rig.output(ended.state.sessionId, 'after')).toBe('fine\n');
  expect(membersOf({marker: `${ended.state.sessionId}:`})).toEqual([]);
  return ended;
}

function bad({state}: Finished) {
  return state.attempts.get(id('bad'))?.at(-1);
}

describe('a job that', () => {
  it('ignores SIGTERM is killed after the grace time, and its limit is named', async () => {
    using rig = createRig();
    const ended = await runBeside(rig, 'trap "" TERM; while :; do sleep 0.1; done', {timeoutMs: 200});
    expect(bad(ended)).toMatchObject({outcome: 'fail', end: {type: 'timed-out', limit: 'timeout', afterMs: 200}});
  });

  it('closes its output is waited for', async () => {
    using rig = createRig();
    const ended = await runBeside(rig, 'echo one; exec >&- 2>&-; sleep 0.3; exit 7');
    expect(bad(ended)).toMatchObject({outcome: 'fail', end: {type: 'exited', code: 7}});
    expect(rig.output(ended.state.sessionId, 'bad')).toBe('one\n');
  });

  it('leaves a daemon behind, without our mark in its environment, leaves none when the run is over', async () => {
    using rig = createRig();
    const pidFile = join(rig.directory, 'pid');
    const daemon = `env -i setsid sh -c 'echo $$ > ${pidFile}; exec sleep 600' >/dev/null 2>&1 &`;
    const ended = await runBeside(rig, `${daemon} while [ ! -s ${pidFile} ]; do sleep 0.01; done`);
    expect(bad(ended)).toMatchObject({outcome: 'pass'});
    expect(existsSync(`/proc/${readFileSync(pidFile, 'utf8').trim()}`)).toBe(false);
  });

  it('kills what started it is known to be the one, and the next job runs', async () => {
    using rig = createRig();
    const ended = await runBeside(rig, 'kill -9 $PPID; sleep 600');
    expect(bad(ended)).toMatchObject({outcome: 'crash', fault: 'test', end: {type: 'interrupted', lost: true}});
  });

  it('kills its whole process group is a job that was killed', async () => {
    using rig = createRig();
    const ended = await runBeside(rig, 'kill -9 0; sleep 600');
    expect(bad(ended)).toMatchObject({outcome: 'crash', end: {type: 'signalled', signal: 'SIGKILL'}});
  });

  it('forks faster than it is counted is ended with all it made', async () => {
    using rig = createRig();
    const bomb = 'grow() { sleep 0.15; grow & grow & wait; }; grow';
    const ended = await runBeside(rig, bomb, {timeoutMs: 1000});
    expect(bad(ended)).toMatchObject({outcome: 'fail', end: {type: 'timed-out'}});
  });

  it('prints bytes that are no text has them kept as they are', async () => {
    using rig = createRig();
    const ended = await runBeside(rig, `printf '\\000\\377\\200\\r\\n'`);
    const {stdout} = rig.store.outputs(ended.state.sessionId)({jobId: id('bad'), attempt: 1}, 100);
    expect([...stdout]).toEqual([0, 255, 128, 13, 10]);
  });

  it('prints what steers a terminal has it kept, and it steers nothing', async () => {
    using rig = createRig();
    const ended = await runBeside(rig, `printf '\\033]0;owned\\007\\033[2J\\033[31mred\\n'; exit 3`);
    const {state} = ended;
    expect(rig.output(state.sessionId, 'bad')).toBe('\u001b]0;owned\u0007\u001b[2J\u001b[31mred\n');
    const verdict = {state: 'failed', label: 'FAILED', sentence: 'one failed'} as const;
    const shown = summaryLines(state, {colour: false, verdict, columns: 80, reports: [], resumeCommand: 'x'}, 0);
    expect(shown.join('\n')).not.toContain('\u001b');
  });

  it('wants a terminal has one, and its output is kept', async () => {
    using rig = createRig();
    const command = 'test -t 0 && test -t 1 && echo "on $TERM" && echo error >&2';
    const ended = await runBeside(rig, command, {flags: ['terminal']});
    expect(bad(ended)).toMatchObject({outcome: 'pass'});
    expect(rig.output(ended.state.sessionId, 'bad')).toBe(`on ${process.env['TERM'] ?? 'xterm'}\nerror\n`);
  });

  it('wants a terminal has one where there is no launcher, too', async () => {
    using rig = createRig();
    const job = shell('bad', 'test -t 0 && echo "on $TERM" && echo error >&2; cat', {flags: ['terminal']});
    const {state} = await rig.run([job], {launcher: '/nonexistent'});
    expect(outcomes(state)).toEqual({bad: 'pass'});
    expect(rig.output(state.sessionId, 'bad')).toBe(`on ${process.env['TERM'] ?? 'xterm'}\nerror\n`);
  });

  it('fills the folder it works in with what nobody may read leaves nothing', async () => {
    using rig = createRig();
    const ended = await runBeside(rig, 'mkdir -p deep/er; touch deep/er/file; chmod 000 deep/er deep');
    expect(bad(ended)).toMatchObject({outcome: 'pass', leftovers: ['deep']});
  });
});

describe('a clock', () => {
  it.each([
    ['back', -86_400_000],
    ['forward', 86_400_000],
  ])('that jumps %s by a day changes no result, no limit and no order', async (_where, jumpMs) => {
    using rig = createRig();
    let jumped = 0;
    const clock: Clock = {now: () => Date.now() + jumped, monotonic: () => performance.now()};
    const jobs = [
      shell('before', 'true'),
      shell('during', 'sleep 0.2', {timeoutMs: 10_000, silenceTimeoutMs: 10_000}),
      shell('after', 'sleep 60', {timeoutMs: 200}),
    ];
    const timer = setTimeout(() => {
      jumped = jumpMs;
    }, 100);
    const {state} = await rig.run(jobs, {clock});
    clearTimeout(timer);
    expect(outcomes(state)).toEqual({before: 'pass', during: 'pass', after: 'fail'});
    const attempts = [...state.attempts.values()].flat();
    expect(attempts.map(({state: at}) => at)).toEqual(['finished', 'finished', 'finished']);
    for (const attempt of attempts) {
      if (attempt.state === 'finished') expect(attempt.durationMs).toBeLessThan(60_000);
    }
    const verdict = {state: 'failed', label: 'FAILED', sentence: 'one failed'} as const;
    const shown = summaryLines(state, {colour: false, verdict, columns: 80, reports: [], resumeCommand: 'x'}, 0);
    expect(shown.join('\n')).not.toMatch(/-\d/);
  });
});
