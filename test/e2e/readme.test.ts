import {spawnSync} from 'node:child_process';
import {readFileSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {home, Rig} from '../helpers/rig.ts';

/** The commands of a chapter that stand in a block of their own, without what is said of them. */
function commandsOf(chapter: string): readonly string[] {
  const page = readFileSync(join(home, 'README.md'), 'utf8');
  const text = page.split(/^## /m).find((part) => part.startsWith(chapter)) ?? '';
  return [...text.matchAll(/^\.\/assay [^#\n]*/gm)].map(([command]) => command.trim());
}

it('names commands for authors that work as they stand', async () => {
  await using rig = new Rig({units: {'a.pxu': 'id: a\nsummary: A\nflags: simple\ncommand: true\n'}});
  rig.write('work/x', '');
  symlinkSync(join(home, 'assay'), rig.path('work/assay'));
  symlinkSync(rig.path('provider'), rig.path('my-provider'));
  const commands = commandsOf('For an author of jobs');
  expect(commands.length).toBeGreaterThan(7);
  for (const command of commands) {
    const {status, stdout, stderr} = spawnSync('sh', ['-c', command], {
      cwd: rig.path('work'),
      env: rig.environment(),
      encoding: 'utf8',
    });
    expect({command, status, stderr}).toEqual({command, status: 0, stderr: expect.any(String)});
    expect(stdout).not.toBe('');
  }
});
