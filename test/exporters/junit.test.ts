import {XMLParser, XMLValidator} from 'fast-xml-parser';
import {describe, expect, it} from 'vitest';
import {exportJunit} from '../../src/exporters/junit.ts';
import type {Submission} from '../../src/exporters/submission.ts';
import {fc} from '../helpers/property.ts';
import {attempt, exported, id, result, submission, unstarted} from '../helpers/submission.ts';

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly time: string;
  readonly skipped?: {readonly message: string};
  readonly failure?: {readonly message: string; readonly type: string};
  readonly error?: {readonly message: string};
  readonly 'system-out'?: string;
  readonly 'system-err'?: string;
}

interface Suite {
  readonly name: string;
  readonly tests: string;
  readonly failures: string;
  readonly errors: string;
  readonly skipped: string;
  readonly testsuite: readonly (Suite & {readonly testcase: readonly Case[]})[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === 'testsuite' || name === 'testcase',
});

async function parsed(input: Submission): Promise<Suite> {
  const xml = await exported(exportJunit(input));
  expect(XMLValidator.validate(xml)).toBe(true);
  return parser.parse(xml).testsuites;
}

const casesOf = (suite: Suite): readonly Case[] => suite.testsuite.flatMap(({testcase}) => testcase);

async function caseOf(...[partial, outcome, options]: Parameters<typeof result>): Promise<Case | undefined> {
  return casesOf(await parsed(submission([result(partial, outcome, options)])))[0];
}

describe('junit.xml', () => {
  it('J1: what could not start is skipped, with the reason', async () => {
    const dropped = unstarted('a', {inhibitor: {type: 'unknown-id', id: 'com.example::a', nearest: 'com.example::b'}});
    const [first] = casesOf(await parsed(submission([dropped])));
    expect(first?.skipped?.message).toMatch(/no job com\.example::a.*did you mean/);
    expect(first).not.toHaveProperty('failure');
  });

  it.each(['skip', 'skipped-dependency', 'skipped-resource', 'skipped-manifest', 'undecided', 'not-run'] as const)(
    'J1: %s is skipped, never a plain case that reads as passed',
    async (outcome) => {
      expect(await caseOf('a', outcome)).toHaveProperty('skipped');
    },
  );

  it('J1: a crash is an error, a failure a failure, a pass neither', async () => {
    const attempts = [attempt('fail', {reason: 'no "carrier"\nat all', fault: 'bench'})];
    expect((await caseOf('a', 'fail', {attempts}))?.failure).toMatchObject({
      message: 'no "carrier" at all',
      type: 'bench',
    });
    expect(await caseOf('a', 'crash')).toHaveProperty('error');
    const passed = await caseOf('a', 'pass');
    expect(Object.keys(passed ?? {})).toEqual(['classname', 'name', 'time']);
    expect(passed).toMatchObject({name: 'com.example::a', classname: 'com.example::disk', time: '1.500'});
  });

  it('J1: counts add up, of every suite and of all', async () => {
    const other = {job: {category: id('net'), categoryName: 'Networking'}};
    const whole = await parsed(
      submission([
        result('a', 'pass'),
        result('b', 'fail'),
        result('c', 'crash', other),
        result('d', 'undecided', other),
        unstarted('e'),
      ]),
    );
    expect(whole).toMatchObject({tests: '5', failures: '1', errors: '1', skipped: '2'});
    for (const key of ['tests', 'failures', 'errors', 'skipped'] as const) {
      expect(whole.testsuite.reduce((sum, suite) => sum + Number(suite[key]), 0)).toBe(Number(whole[key]));
    }
    for (const {testcase, tests, failures, errors, skipped} of whole.testsuite) {
      expect(testcase.length).toBe(Number(tests));
      expect(testcase.filter((entry) => entry.failure !== undefined).length).toBe(Number(failures));
      expect(testcase.filter((entry) => entry.error !== undefined).length).toBe(Number(errors));
      expect(testcase.filter((entry) => entry.skipped !== undefined).length).toBe(Number(skipped));
    }
  });

  it('J1: holds only what XML allows, whatever was printed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({unit: 'binary'}), fc.uint8Array(), async (text, stdout) => {
        const hostile = result(`a ${text}`, 'fail', {
          job: {summary: text, categoryName: text},
          attempts: [attempt('fail', {reason: text, comments: text})],
          stdout,
          stderr: text,
        });
        const xml = await exported(exportJunit(submission([hostile], {title: text})));
        expect(XMLValidator.validate(xml)).toBe(true);
        expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
      }),
    );
  });

  it('J1: keeps the start and the end of a long log', async () => {
    const log = `first${'x'.repeat(200_000)}last`;
    const out = await caseOf('a', 'fail', {stdout: log, stderr: 'plain'});
    expect(out?.['system-err']).toBe('plain');
    expect(out?.['system-out']?.length).toBeLessThan(70_000);
    expect(out?.['system-out']).toMatch(/^firstx+\n.* bytes left out .*\nx+last$/);
  });

  it('does not carry binary output', async () => {
    expect((await caseOf('a', 'pass', {stdout: new Uint8Array([1, 0, 2])}))?.['system-out']).toBe(
      '[3 bytes of binary output]',
    );
  });

  it('is well-formed for a session with nothing in it', async () => {
    expect(await parsed(submission([]))).toMatchObject({tests: '0', skipped: '0'});
  });
});
