import {describe, expect, it} from 'vitest';
import {exportText} from '../../src/exporters/text.ts';
import {attempt, exported, id, known, result, submission, unstarted} from '../helpers/submission.ts';

describe('the text report', () => {
  it('E1: is text, decoded and free of what steers a terminal', async () => {
    const noisy = result('disk/read', 'fail', {
      stdout: 'Gr\u00f6\u00dfe\n\u001b[31mI/O error\u001b[0m\u0007\n',
      stderr: new Uint8Array([0, 1]),
    });
    const text = await exported(exportText(submission([noisy])));
    expect(text).toContain('      stdout:\n      | Größe\n      | I/O error\u2407\n');
    expect(text).toContain('stderr: 2 bytes of binary output');
    expect(text).not.toMatch(/b['"]|[\u0000-\u0009\u000b-\u001f]/);
  });

  it('says everything there is to say of a session', async () => {
    const attempts = [
      attempt('fail'),
      attempt('fail', {number: 2, reason: 'read error', fault: 'bench', comments: 'loose\ncable', durationMs: 12_000}),
    ];
    const results = [
      result('os', 'pass', {job: {plugin: 'resource', category: id('info'), categoryName: 'Information'}}),
      result('disk/read', 'fail', {job: {summary: 'Disk  sda', certificationStatus: 'blocker'}, attempts}),
      result('net/link', 'pass', {job: {category: id('net'), categoryName: 'Networking'}, stdout: 'quiet'}),
      unstarted('disk/write', {inhibitor: {type: 'dependency-failed', job: id('disk/read'), outcome: 'fail'}}),
      unstarted('disk/trim', {
        inhibitor: {type: 'requirement-unmet', expression: 'block.rotational == False', reason: 'it is True'},
      }),
    ];
    const resources = new Map([[id('os'), known({pretty_name: 'Debian 12'})]]);
    expect(await exported(exportText(submission(results, {resources})))).toBe(`Smoke test
==========

Not passed: 1 of 2 tests that ran did not pass, not through a fault of the device; 1 does not apply to this machine, 1 waited for a job that did not pass; 1 record of the machine was kept.

System         Debian 12
Plan           com.example::smoke
Session        session-1
Started        2026-11-22 09:30:00 UTC
Finished       2026-11-22 09:31:35 UTC, after 1 min 35 s
Made by        assay 0.1.0

Tests: 4
     1  Failed
     1  Skipped: dependency
     1  Passed
     1  Not applicable
Records of the machine: 1
     1  Kept

Disks
  [Failed]               Disk sda (12 s)
      disk/read, certification blocker
      read error
      fault of the bench
      2 attempts
      comment: loose
      cable
  [Skipped: dependency]  Summary of disk/write
      disk/write
      it depends on disk/read, whose outcome is fail
  [Not applicable]       Summary of disk/trim
      disk/trim
      this machine does not offer what the job needs: it is True
      needs block.rotational == False

Networking
  [Passed]               Summary of net/link (1.5 s)
      net/link

Records of the machine
  [Kept]                 Summary of os (1.5 s)
      os
`);
  });

  it('holds together with nothing in it', async () => {
    const text = await exported(exportText(submission([], {complete: false})));
    expect(text).toContain('Nothing tested: The session ended before there was a plan.');
  });
});
