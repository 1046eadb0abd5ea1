import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {watchOomKills, withEvidence} from '../../../src/runners/job/evidence.ts';

let directory: string;
let vmstat: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assay-evidence-'));
  vmstat = join(directory, 'vmstat');
  writeFileSync(vmstat, 'pgfault 1\noom_kill 3\n');
});

afterEach(() => rmSync(directory, {recursive: true, force: true}));

const killed = {type: 'signalled', signal: 'SIGKILL', core: false} as const;
const byShell = {type: 'exited', code: 137} as const;

describe('evidence on the end of a process', () => {
  it('tells a kill for memory from another, once for each', () => {
    const oom = watchOomKills(vmstat);
    const judge = (end: Parameters<typeof withEvidence>[0]) => withEvidence(end, {left: [], oom});
    expect(judge(killed)).toEqual(killed);
    writeFileSync(vmstat, 'oom_kill 4\n');
    expect(judge(killed)).toEqual({...killed, oom: true});
    expect(judge(killed)).toEqual(killed);
    expect(judge(byShell)).toEqual(byShell);
    writeFileSync(vmstat, 'oom_kill 5\n');
    expect(judge({type: 'exited', code: 1})).toEqual({type: 'exited', code: 1});
    expect(judge(byShell)).toEqual({...killed, oom: true});
  });

  it('does not blame a job for a kill for memory before it', () => {
    let now = 0;
    const oom = watchOomKills(vmstat, () => now);
    writeFileSync(vmstat, 'oom_kill 9\n');
    now = 5000;
    oom.forget();
    expect(withEvidence(killed, {left: [], oom})).toEqual(killed);
    writeFileSync(vmstat, 'oom_kill 10\n');
    expect(withEvidence(killed, {left: [], oom})).toEqual({...killed, oom: true});
  });

  it('does without a kernel that counts', () => {
    const oom = watchOomKills(join(directory, 'none'));
    expect(withEvidence(killed, {left: [], oom})).toEqual(killed);
  });

  it('takes a core file in the working folder for what it is', () => {
    const oom = watchOomKills(vmstat);
    const fault = {type: 'signalled', signal: 'SIGSEGV', core: false} as const;
    expect(withEvidence(fault, {left: ['core.4711'], oom})).toEqual({...fault, core: true});
    expect(withEvidence(fault, {left: ['score'], oom})).toEqual(fault);
    expect(withEvidence({...fault, core: true}, {left: [], oom})).toEqual({...fault, core: true});
  });
});
