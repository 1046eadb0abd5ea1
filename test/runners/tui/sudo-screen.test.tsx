import {render} from 'ink-testing-library';
import {describe, expect, it} from 'vitest';
import {type SudoAnswer, SudoScreen, type SudoStage} from '../../../src/runners/tui/SudoScreen.tsx';

const enter = '\r';
const why = '60 jobs of this plan run as root.';
const names = Array.from({length: 60}, (_, index) => `disk/job_${index}`);
const asks: SudoStage = {stage: 'asks', prompt: 'Password of u', said: ''};

function shown(at: SudoStage, size = {columns: 80, rows: 24}) {
  const answers: SudoAnswer[] = [];
  const answer = (given: SudoAnswer): void => {
    answers.push(given);
  };
  const screen = render(<SudoScreen why={why} names={names} at={at} size={size} answer={answer} />);
  return {screen, answers, frame: () => screen.lastFrame() ?? ''};
}

type Shown = ReturnType<typeof shown>;

async function type({screen}: Shown, keys: string): Promise<void> {
  await expect.poll(() => screen.stdin.listenerCount('readable')).toBeGreaterThan(0);
  screen.stdin.write(keys);
}

describe('what sudo asks', () => {
  it('is answered in stars, which can be erased', async () => {
    const shows = shown(asks);
    await type(shows, 'pä s');
    await expect.poll(shows.frame).toMatch(/Password of u: \*{4}$/m);
    await type(shows, '\u007f');
    await expect.poll(shows.frame).toMatch(/Password of u: \*{3}$/m);
    expect(shows.frame()).not.toContain('pä');
    await type(shows, enter);
    await expect.poll(() => shows.answers).toEqual([{type: 'typed', text: 'pä '}]);
  });

  it('takes a paste with its line break, longer than the screen is wide', async () => {
    const shows = shown(asks, {columns: 40, rows: 16});
    await type(shows, 'x'.repeat(100));
    await expect.poll(shows.frame).toMatch(/Password of u: \*{10,}/);
    const lines = shows.frame().split('\n');
    expect([lines.length, Math.max(...lines.map(({length}) => length))]).toEqual([15, 39]);
    expect(shows.frame()).toMatch(/and 5\d more/);
    await type(shows, `y${enter}`);
    await expect.poll(() => shows.answers).toEqual([{type: 'typed', text: `${'x'.repeat(100)}y`}]);
  });

  it('is left out by Enter alone, and the run by Escape', async () => {
    const without = shown(asks);
    await type(without, enter);
    await expect.poll(() => without.answers).toEqual([{type: 'without'}]);
    const leaving = shown(asks);
    await type(leaving, 'x\u0003');
    await expect.poll(() => leaving.answers).toEqual([{type: 'leave'}]);
  });

  it('shows what sudo said, made harmless', () => {
    const said = 'Sorry,\u001b[2J try again.';
    expect(shown({...asks, said}).frame()).toContain('sudo says: Sorry, try again.');
  });

  it('takes no answer while sudo thinks, and can be asked again where it refused', async () => {
    const waiting = shown({stage: 'looks'});
    await type(waiting, `abc${enter}`);
    await type(waiting, '\u001b');
    await expect.poll(() => waiting.answers).toEqual([{type: 'leave'}]);
    const refused = shown({stage: 'refused', said: '3 incorrect password attempts'});
    await type(refused, 'r');
    await expect.poll(() => refused.answers).toEqual([{type: 'again'}]);
    expect(refused.frame()).toMatch(/sudo refuses\.[\s\S]*3 incorrect/);
  });
});
