import {partialId, type UnitId} from '../../base/ids.ts';
import {type Paint, paint} from '../../base/paint.ts';
import type {Outcome} from '../../session/events.ts';
import {harmless} from '../process/harmless.ts';

const codes: Readonly<Record<Outcome, string>> = {
  pass: '32',
  fail: '1;31',
  crash: '1;31',
  skip: '36',
  'skipped-dependency': '36',
  'skipped-resource': '36',
  'skipped-manifest': '36',
  undecided: '33',
  'not-run': '33',
};

/** One word for a line of progress. */
export const shortOutcome: Readonly<Record<Outcome, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  crash: 'CRASH',
  skip: 'skip',
  'skipped-dependency': 'skip',
  'skipped-resource': 'skip',
  'skipped-manifest': 'skip',
  undecided: 'open',
  'not-run': 'NOT RUN',
};

export const countPhrase: Readonly<Record<Outcome, string>> = {
  pass: 'passed',
  fail: 'failed',
  crash: 'crashed',
  skip: 'skipped by the operator',
  'skipped-dependency': 'skipped: another job did not do what they need',
  'skipped-resource': 'skipped: this machine does not have what they test',
  'skipped-manifest': 'skipped: the manifest says this machine does not have it',
  undecided: 'undecided',
  'not-run': 'not run, and nobody knows what they would have shown',
};

export const verdictColours = {
  passed: codes.pass,
  failed: codes.fail,
  incomplete: codes['not-run'],
  'nothing-ran': codes['not-run'],
} as const;

export function paintOutcome(text: string, outcome: Outcome, options: Paint): string {
  return paint(text, codes[outcome], options);
}

/** What people call a job; ids are data of the providers and of the hardware, so they are made harmless. */
export function jobName(id: UnitId): string {
  return harmless(partialId(id)).replaceAll('\n', ' ');
}

/** Text of a provider or a device, on one line and without what a terminal would obey. */
export function oneLine(text: string): string {
  return harmless(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

/** Roughly, as an estimate deserves. */
export function about(ms: number): string {
  if (ms < 10_000) return 'a few seconds';
  if (ms < 90_000) return `about ${Math.round(ms / 10_000) * 10} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 90 ? `about ${minutes} min` : `about ${(ms / 3_600_000).toFixed(1)} h`;
}
