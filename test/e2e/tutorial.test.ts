import {spawnSync} from 'node:child_process';
import {readFileSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {home, Rig} from '../helpers/rig.ts';

interface Step {
  readonly command: string;
  readonly expected: readonly string[];
  readonly line: number;
}

type Block =
  | {readonly type: 'file'; readonly path: string; readonly text: string}
  | {readonly type: 'console'; readonly steps: readonly Step[]};

/** A file is a block whose first line names it; a console block has commands behind `$` and what they print. */
function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].flatMap((match): readonly Block[] => {
    const [, language, path, text = ''] = match;
    if (path !== undefined) return [{type: 'file', path, text}];
    if (language !== 'console') return [];
    const first = page.slice(0, match.index).split('\n').length + 1;
    const steps: Step[] = [];
    for (const [index, row] of text.trimEnd().split('\n').entries()) {
      if (row.startsWith('$ ')) steps.push({command: row.slice(2), expected: [], line: first + index});
      else steps[steps.length - 1] = withLine(steps.at(-1), row);
    }
    return [{type: 'console', steps}];
  });
}

function withLine(step: Step | undefined, row: string): Step {
  if (step === undefined) throw new Error(`no command prints ${row}`);
  return {...step, expected: [...step.expected, row]};
}

/** Dots on a line of their own stand for any lines, dots in a line for any text. */
function patternOf(expected: readonly string[]): RegExp {
  const escaped = expected.map((row) => {
    if (row === '…') return '(?:.*\\n)*?';
    return `${row
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}\\n`;
  });
  return new RegExp(`^${escaped.join('')}$`);
}

it('does what it says it does', async () => {
  await using rig = new Rig();
  rig.write('path/x', '');
  symlinkSync(join(home, 'assay'), rig.path('path/assay'));
  const env = rig.environment({PATH: `${rig.path('path')}:${process.env['PATH']}`});
  const blocks = blocksOf(readFileSync(join(home, 'docs/tutorial.md'), 'utf8'));
  expect(blocks.length).toBeGreaterThan(12);
  for (const block of blocks) {
    if (block.type === 'file') {
      rig.write(`work/${block.path}`, block.text);
      continue;
    }
    for (const {command, expected, line} of block.steps) {
      rig.write('work/x', '');
      const {status, stdout, stderr} = spawnSync('sh', ['-c', `${command} 2>&1`], {
        cwd: rig.path('work'),
        env,
        encoding: 'utf8',
      });
      const printed = `${stdout}${stderr}${status === 0 ? '' : `[exit ${status}]\n`}`;
      expect(printed, `docs/tutorial.md:${line}: ${command}`).toMatch(patternOf(expected));
    }
  }
});
