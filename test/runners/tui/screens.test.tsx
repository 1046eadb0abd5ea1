import {render} from 'ink-testing-library';
import {describe, expect, it} from 'vitest';
import type {OperatorInput} from '../../../src/runners/input.ts';
import {ManifestScreen} from '../../../src/runners/tui/ManifestScreen.tsx';
import {PlanChooser} from '../../../src/runners/tui/PlanChooser.tsx';
import {RunScreen} from '../../../src/runners/tui/RunScreen.tsx';
import {SummaryScreen} from '../../../src/runners/tui/SummaryScreen.tsx';
import type {RunView} from '../../../src/runners/view/view.ts';
import type {ManifestEntry} from '../../../src/units/unit.ts';
import {currentJob, runLine, runView} from '../../helpers/run-view.ts';
import {journalJob} from '../../helpers/submission.ts';
import {type Fields, type UnitText, unitSet} from '../../helpers/units.ts';

const size = {columns: 80, rows: 24};
const enter = '\r';
const escapeKey = '\u001b';
const down = '\u001b[B';
const controlC = '\u0003';

type Rendered = ReturnType<typeof render>;

/** Types once the screen listens. */
async function type(screen: Rendered, keys: string): Promise<void> {
  await expect.poll(() => screen.stdin.listenerCount('readable')).toBeGreaterThan(0);
  screen.stdin.write(keys);
}

/** Ink takes keys up in its own time; the frame tells when it has. */
async function press(screen: Rendered, key: string, shows: (frame: string) => boolean): Promise<void> {
  await type(screen, key);
  await expect.poll(() => shows(screen.lastFrame() ?? ''), {timeout: 5000}).toBe(true);
}

/** A run that asks; `suggested` is what a command said before. */
const manual = (suggested?: 'pass' | 'fail'): RunView => {
  const lines = [
    runLine('first', 'pass'),
    runLine('screen', undefined, {
      status: 'running',
      attempts: 1,
      job: journalJob('screen', {plugin: 'manual', steps: '1. Look.\n2. Look again.', verification: 'Was it clean?'}),
    }),
  ];
  const question = {
    type: 'verdict',
    hasCommand: suggested !== undefined,
    ...(suggested === undefined ? {} : {suggested}),
    commentFor: [],
  } as const;
  return runView(lines, {current: currentJob(lines, 1, {phase: 'question', question})});
};

describe('the manifest', () => {
  const entry = (id: string, fields: Fields = {}): UnitText => ({
    fields: {unit: 'manifest entry', id, name: id, 'value-type': 'bool', ...fields},
  });
  const entriesOf = (units: readonly UnitText[]): readonly ManifestEntry[] => [
    ...unitSet(units).manifestEntries.values(),
  ];
  const number = {'value-type': 'natural', prompt: 'How many?', 'value-units': 'slots'};
  const entries = entriesOf([entry('camera'), entry('slots', number), entry('touch')]);
  type Answers = ReadonlyMap<string, boolean | number>;
  const shown = (given: readonly ManifestEntry[] = entries) => {
    const done: (Answers | undefined)[] = [];
    return {
      done,
      screen: render(<ManifestScreen entries={given} size={size} done={(answers) => done.push(answers)} />),
    };
  };

  const all = new Map<string, boolean | number>([
    ['ns::camera', true],
    ['ns::touch', false],
    ['ns::slots', 12],
  ]);

  it('takes keys that come in one piece', async () => {
    const {screen, done} = shown();
    await type(screen, `yn12${enter}`);
    await expect.poll(() => done).toEqual([all]);
  });

  it('asks what has the same question together, and takes yes, no and numbers', async () => {
    const {screen, done} = shown();
    expect(screen.lastFrame()).toMatch(
      /piece of hardware\?\n > camera .*\n {3}touch .*\n How many\?\n {3}slots +____ slots/,
    );
    await press(screen, 'y', (frame) => frame.includes('1 of 3 answered'));
    await press(screen, 'n', (frame) => frame.includes('2 of 3 answered'));
    await press(screen, down, (frame) => frame.includes('> slots'));
    await press(screen, '1', (frame) => frame.includes('1 slots'));
    await press(screen, '2', (frame) => frame.includes('12 slots'));
    await type(screen, enter);
    await expect.poll(() => done).toEqual([all]);
  });

  it('leaves open what is not answered, or no longer', async () => {
    const {screen, done} = shown();
    await press(screen, 'y', (frame) => frame.includes('1 of 3'));
    await press(screen, '\u001b[A', (frame) => frame.includes('> camera'));
    await press(screen, '?', (frame) => frame.includes('0 of 3'));
    await type(screen, enter);
    await expect.poll(() => done.map((answers) => answers?.size)).toEqual([0]);
  });

  it('leaves with Escape', async () => {
    const {screen, done} = shown();
    await type(screen, escapeKey);
    await expect.poll(() => done).toEqual([undefined]);
  });

  it('keeps the cursor in sight among more entries than fit', async () => {
    const many = entriesOf(Array.from({length: 50}, (_, index) => entry(`entry${index}`)));
    const {screen} = shown(many);
    for (let index = 1; index < 40; index++) await press(screen, 'y', (frame) => frame.includes(`> entry${index} `));
    expect(screen.lastFrame()?.split('\n').length).toBeLessThanOrEqual(size.rows);
  });
});

describe('choosing a plan', () => {
  const plans = [
    {id: 'a::smoke', name: 'Smoke test'},
    {id: 'a::disk', name: 'Disks'},
    {id: 'a::bench', name: 'Bench'},
  ];

  it('runs the plan under the cursor', async () => {
    const chosen: (string | undefined)[] = [];
    const screen = render(<PlanChooser plans={plans} size={size} choose={(id) => chosen.push(id)} />);
    await press(screen, down, (frame) => /^> Disks/m.test(frame));
    await type(screen, enter);
    await expect.poll(() => chosen).toEqual(['a::disk']);
  });

  it('takes what was typed fast, Enter and all', async () => {
    const chosen: (string | undefined)[] = [];
    const screen = render(<PlanChooser plans={plans} size={size} choose={(id) => chosen.push(id)} />);
    await type(screen, `disc\u007fk${enter}`);
    await expect.poll(() => chosen).toEqual(['a::disk']);
  });

  it('narrows the list by what is typed', async () => {
    const screen = render(<PlanChooser plans={plans} size={size} choose={() => {}} />);
    await press(screen, 'bench', (frame) => frame.includes('1 of 3'));
    expect(screen.lastFrame()).not.toContain('Smoke test');
    await press(screen, 'xyz', (frame) => frame.includes('no test plan has that'));
  });

  it('leaves with Escape', async () => {
    const chosen: (string | undefined)[] = [];
    const screen = render(<PlanChooser plans={plans} size={size} choose={(id) => chosen.push(id)} />);
    await type(screen, escapeKey);
    await expect.poll(() => chosen).toEqual([undefined]);
  });
});

/** A run on the screen, with what it is told. */
function shownRun(view: RunView) {
  const sent: OperatorInput[] = [];
  return {sent, screen: render(<RunScreen view={view} size={size} send={(input) => sent.push(input)} />)};
}

describe('a run', () => {
  it('shows the plan, where it is, and what the job prints', () => {
    const lines = [
      runLine('first', 'pass'),
      runLine('second', 'fail'),
      runLine('third', undefined, {status: 'running'}),
      runLine('fourth'),
    ];
    const view = runView(lines, {
      estimatedLeftMs: 65_000,
      current: currentJob(lines, 2, {tail: ['line one', 'line two']}),
    });
    const frame = render(<RunScreen view={view} size={size} send={() => {}} />).lastFrame() ?? '';
    expect(frame).toContain('2 of 4, about 1 min 05 s left');
    expect(frame).toMatch(/^ {2}pass +first +/m);
    expect(frame).toMatch(/^ {2}FAIL +second/m);
    expect(frame).toMatch(/^> running third/m);
    expect(frame).toContain('line two');
    expect(frame.split('\n')).toHaveLength(size.rows - 1);
  });

  it('keeps the running job in sight in a long plan', () => {
    const lines = Array.from({length: 500}, (_, index) => runLine(`job-${index}`, index < 300 ? 'pass' : undefined));
    const view = runView(lines, {current: currentJob(lines, 300)});
    const frame = render(<RunScreen view={view} size={size} send={() => {}} />).lastFrame() ?? '';
    expect(frame).toContain('job-300');
    expect(frame).not.toContain('job-499');
  });

  it('asks for a verdict and sends it', async () => {
    const {screen, sent} = shownRun(manual());
    expect(screen.lastFrame()).toContain('2. Look again.');
    expect(screen.lastFrame()).toContain('Was it clean?');
    await type(screen, 'f');
    await expect.poll(() => sent).toEqual([{type: 'verdict-given', jobId: 'com.example::screen', outcome: 'fail'}]);
  });

  it.each(['pass', 'fail'] as const)('takes Enter for what the command speaks for: %s', async (outcome) => {
    const {screen, sent} = shownRun(manual(outcome));
    expect(screen.lastFrame()).toContain(`r: run again  Enter: ${outcome} (suggested)`);
    await type(screen, enter);
    await expect.poll(() => sent).toEqual([{type: 'verdict-given', jobId: 'com.example::screen', outcome}]);
  });

  it('takes Enter for nothing where nothing speaks for an answer', async () => {
    const {screen, sent} = shownRun(manual());
    await type(screen, enter);
    await press(screen, 'c', (frame) => frame.includes('Enter: keep the comment'));
    expect(sent).toEqual([]);
  });

  it('takes no letter of a comment for a verdict', async () => {
    const {screen, sent} = shownRun(manual());
    await press(screen, 'c', (frame) => frame.includes('Enter: keep the comment'));
    await press(screen, 'spots top left', (frame) => frame.includes('spots top left'));
    await press(screen, enter, (frame) => frame.includes('p: pass'));
    expect(sent).toEqual([]);
    await type(screen, 'f');
    await expect
      .poll(() => sent)
      .toEqual([{type: 'verdict-given', jobId: 'com.example::screen', outcome: 'fail', comments: 'spots top left'}]);
  });

  it('says why an answer was not taken', () => {
    const view = manual();
    const {current} = view;
    if (current === undefined) throw new Error('the view has a current job');
    const problem = 'A failed blocker needs a comment';
    const frame = render(
      <RunScreen view={{...view, current: {...current, problem}}} size={size} send={() => {}} />,
    ).lastFrame();
    expect(frame).toContain(problem);
  });

  it('asks before it leaves, and stays on any other key', async () => {
    const {screen, sent} = shownRun(manual());
    await press(screen, controlC, (frame) => frame.includes('y: leave'));
    await press(screen, 'n', (frame) => !frame.includes('y: leave'));
    expect(sent).toEqual([]);
    await press(screen, controlC, (frame) => frame.includes('y: leave'));
    await type(screen, 'y');
    await expect.poll(() => sent).toEqual([{type: 'interrupt', reason: 'the operator left'}]);
  });

  it('fits a terminal of 40 by 12', () => {
    const frame =
      render(<RunScreen view={manual()} size={{columns: 40, rows: 12}} send={() => {}} />).lastFrame() ?? '';
    expect(frame.split('\n')).toHaveLength(11);
    expect(Math.max(...frame.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(frame).toContain('p: pass');
  });
});

describe('the summary', () => {
  const lines = [
    runLine('good', 'pass'),
    runLine('broken', 'fail', {reason: 'The command exited with 1.', comments: 'loose cable'}),
    runLine('absent', 'skipped-resource', {reason: 'No drive.'}),
  ];

  it('names what did not pass and why', () => {
    const frame = render(
      <SummaryScreen view={runView(lines)} size={size} runAgain={() => {}} leave={() => {}} />,
    ).lastFrame();
    expect(frame).toContain('1 did not pass.');
    expect(frame).toContain('The command exited with 1.');
    expect(frame).toContain('comment: loose cable');
    expect(frame).toContain('No drive.');
  });

  it('offers to run the failed ones again', async () => {
    const again: string[] = [];
    const runAgain = (jobs: readonly {job: {id: string}}[]) => again.push(...jobs.map(({job}) => job.id));
    const screen = render(<SummaryScreen view={runView(lines)} size={size} runAgain={runAgain} leave={() => {}} />);
    await type(screen, 'r');
    await expect.poll(() => again).toEqual(['com.example::broken']);
  });

  it('takes jobs that are chosen to run again, also such as passed', async () => {
    const again: string[] = [];
    const runAgain = (jobs: readonly {job: {id: string}}[]) => again.push(...jobs.map(({job}) => job.id));
    const screen = render(<SummaryScreen view={runView(lines)} size={size} runAgain={runAgain} leave={() => {}} />);
    expect(screen.lastFrame()).toContain('> [ ] FAIL    broken');
    await press(screen, ' ', (frame) => frame.includes('  [x] FAIL    broken'));
    expect(screen.lastFrame()).toContain('> [ ] skip    absent');
    await press(screen, 'a', (frame) => frame.includes('> [ ] pass    good'));
    await press(screen, ' ', (frame) => frame.includes('r run the 2 chosen again'));
    await press(screen, ' ', (frame) => frame.includes('  [ ] FAIL    broken'));
    expect(screen.lastFrame()).toContain('r run the 1 chosen again');
    await type(screen, 'r');
    await expect.poll(() => again).toEqual(['com.example::good']);
  });

  it('keeps the job that is looked at in sight, with its reason', async () => {
    const many = Array.from({length: 40}, (_, index) => runLine(`job-${index}`, 'fail', {reason: `Because ${index}.`}));
    const screen = render(<SummaryScreen view={runView(many)} size={size} runAgain={() => {}} leave={() => {}} />);
    for (let index = 1; index < 40; index++)
      await press(screen, down, (frame) => frame.includes(`> [ ] FAIL    job-${index}\n`));
    expect(screen.lastFrame()).toContain('Because 39.');
    expect(screen.lastFrame()?.split('\n').length).toBeLessThanOrEqual(size.rows);
  });

  it('scrolls a reason that is longer than the screen before it goes on to the next job', async () => {
    const reason = Array.from({length: 60}, (_, index) => `part ${index}.`).join('\n');
    const long = [runLine('long', 'fail', {reason}), runLine('next', 'fail')];
    const screen = render(<SummaryScreen view={runView(long)} size={size} runAgain={() => {}} leave={() => {}} />);
    expect(screen.lastFrame()).toContain('lines 1 to 19 of 61, up/down');
    await press(screen, down, (frame) => frame.includes('lines 2 to 20 of 61'));
    for (const last of [39, 58, 61]) await press(screen, '\u001b[6~', (frame) => frame.includes(`to ${last} of 61`));
    expect(screen.lastFrame()).toContain('part 59.');
    expect(screen.lastFrame()).not.toContain('next');
    await press(screen, down, (frame) => frame.includes('> [ ] FAIL    next'));
    expect(screen.lastFrame()?.split('\n').length).toBeLessThanOrEqual(size.rows);
  });
});
