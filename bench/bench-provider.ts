import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {Command} from './measure.ts';

export const home = resolve(import.meta.dirname, '..');

export interface BenchJob {
  readonly id: string;
  readonly command: string;
  /** Further lines of the unit. */
  readonly more?: string;
}

/** A provider of jobs and further units, and a plan `bench::all` of the jobs, in a folder that is gone afterwards. */
export interface BenchProvider extends Disposable {
  readonly scratch: string;
  readonly provider: string;
  /** Runs all of them in a new state folder. */
  run(...words: readonly string[]): Command;
}

export function benchProvider(jobs: readonly BenchJob[], more = ''): BenchProvider {
  const scratch = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  const provider = join(scratch, 'provider');
  const state = join(scratch, 'state');
  mkdirSync(join(provider, 'units'), {recursive: true});
  writeFileSync(join(provider, 'provider.yaml'), 'name: bench:jobs\nnamespace: bench\nversion: 1.0.0\n');
  const units = jobs.map(
    ({id, command, more = ''}) => `id: ${id}\nflags: simple\nsummary: ${id}\ncommand: ${command}\n${more}`,
  );
  writeFileSync(join(provider, 'units/jobs.pxu'), [...units, more].join('\n'));
  writeFileSync(join(provider, 'units/plan.pxu'), 'unit: test plan\nid: all\nname: All\ninclude:\n job-.*\n');
  return {
    scratch,
    provider,
    run: (...words) => ({
      argv: [join(home, 'assay'), '--provider', provider, 'run', 'all', ...words],
      env: {ASSAY_STATE_DIR: state},
      before: () => rmSync(state, {recursive: true, force: true}),
    }),
    [Symbol.dispose]: () => rmSync(scratch, {recursive: true, force: true}),
  };
}

export function trueJobs(count: number): readonly BenchJob[] {
  return Array.from({length: count}, (_, index) => ({id: `job-${index}`, command: 'true'}));
}

/** What a shell needs for as many commands. */
export function bareLoop(count: number): Command {
  return {argv: ['sh', '-c', `i=0; while [ $i -lt ${count} ]; do sh -c true; i=$((i + 1)); done`]};
}
