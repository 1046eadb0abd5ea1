import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pair, type Row} from './measure.ts';

const home = resolve(import.meta.dirname, '..');

function writeProvider(directory: string, count: number): void {
  mkdirSync(join(directory, 'units'), {recursive: true});
  writeFileSync(join(directory, 'provider.yaml'), 'name: bench:true\nnamespace: bench\nversion: 1.0.0\n');
  const jobs = Array.from(
    {length: count},
    (_, index) => `id: true-${index}\nflags: simple\nsummary: True\ncommand: true\n`,
  );
  writeFileSync(join(directory, 'units/jobs.pxu'), jobs.join('\n'));
  writeFileSync(join(directory, 'units/plan.pxu'), 'unit: test plan\nid: all\nname: All\ninclude:\n true-.*\n');
}

/** Jobs that do nothing, each with its result on disk before the next starts, beside a bare shell loop. */
export function journalledJobs(count: number): Row {
  const scratch = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  try {
    const provider = join(scratch, 'provider');
    writeProvider(provider, count);
    const state = join(scratch, 'state');
    const ours = {
      argv: [join(home, 'assay'), '--provider', provider, 'run', 'all'] as const,
      env: {ASSAY_STATE_DIR: state},
      before: () => rmSync(state, {recursive: true, force: true}),
    };
    const loop = `i=0; while [ $i -lt ${count} ]; do sh -c true; i=$((i + 1)); done`;
    return {
      what: `run of ${count} jobs that are true`,
      against: `${count} times sh -c true`,
      ...pair(ours, {argv: ['sh', '-c', loop]}, 5),
    };
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}
