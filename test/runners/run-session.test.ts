import {describe, expect, it} from 'vitest';
import {exitCode} from '../../src/session/exit-code.ts';
import {id, line, planOf, resource, shell} from './jobs.ts';
import {createRig, finished, outcomes} from './rig.ts';

describe('a run', () => {
  it('records every job, in order, and the journal has what was shown', async () => {
    using rig = createRig();
    const {state, events} = await rig.run([
      shell('a', 'echo hello; echo oops >&2'),
      shell('b', 'exit 3'),
      shell('c', 'true', {depends: ['b']}),
      shell('d'),
    ]);
    expect(outcomes(state)).toEqual({a: 'pass', b: 'fail', c: 'skipped-dependency', d: 'pass'});
    expect(exitCode(state)).toBe(1);
    expect(rig.output(state.sessionId, 'a')).toBe('hello\noops\n');
    const shown = events.filter(({type}) => type !== 'job-output');
    expect(shown.map((event) => ('jobId' in event ? `${event.type} ${event.jobId}` : event.type))).toEqual([
      'session-started',
      'plan-made',
      'job-started test::a',
      'process-started test::a',
      'process-ended test::a',
      'job-finished test::a',
      'job-started test::b',
      'process-started test::b',
      'process-ended test::b',
      'job-finished test::b',
      'job-finished test::c',
      'job-started test::d',
      'job-finished test::d',
      'session-finished',
    ]);
    const saved = rig.store.readSession(state.sessionId);
    expect({...saved, attempts: new Map(saved.attempts)}).toMatchObject({phase: 'finished', jobs: state.jobs});
    expect(outcomes(saved)).toEqual(outcomes(state));
  });

  it('P3: a resource job that fails makes its resource unknown, whatever it printed', async () => {
    using rig = createRig();
    const {state} = await rig.run([
      resource('good', 'printf "name: a\\nkind: 1\\n\\nname: b\\n"'),
      resource('bad', 'echo "name: a"; echo broken >&2; exit 3'),
    ]);
    expect(outcomes(state)).toEqual({good: 'pass', bad: 'fail'});
    expect(state.resources.get(id('good'))).toMatchObject({
      state: 'known',
      records: [{name: 'a', kind: '1'}, {name: 'b'}],
    });
    expect(state.resources.get(id('bad'))).toEqual({
      state: 'unknown',
      reason: 'its command exited with code 3: broken',
    });
  });

  it('a failed assertion is a crash by its usual name, and the fault of what is tested', async () => {
    using rig = createRig();
    const {state} = await rig.run([shell('a', 'kill -ABRT $$')]);
    expect(state.attempts.get(id('a'))).toMatchObject([
      {outcome: 'crash', fault: 'product', end: {type: 'signalled', signal: 'SIGABRT'}},
    ]);
  });

  it('a subscriber that throws stops nothing', async () => {
    using rig = createRig();
    const handle = await rig.start(planOf([line(shell('a', 'true')), line(shell('b', 'true'))]));
    handle.subscribe(() => {
      throw new Error('broken reader');
    });
    const {state} = await finished(handle);
    expect(outcomes(state)).toEqual({a: 'pass', b: 'pass'});
  });
});
