import {assertNever} from '../../base/assert-never.ts';
import {describeEnd} from '../../session/describe.ts';
import type {Fault, Outcome, ProcessEnd, ResourceState} from '../../session/events.ts';

export interface Judgement {
  readonly outcome: Outcome;
  readonly fault?: Fault;
  readonly reason?: string;
}

/** Signals a program gets for what it did itself; the others come from outside. */
const ownSignals: ReadonlySet<string> = new Set([
  'SIGSEGV',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSYS',
  'SIGTRAP',
]);

function faultOfExit(code: number): Fault {
  return code === 126 || code === 127 ? 'test' : 'product';
}

function faultOfInterruption({rebooted, lost}: Extract<ProcessEnd, {readonly type: 'interrupted'}>): Fault {
  if (lost === true) return 'test';
  return rebooted === true ? 'product' : 'harness';
}

/** What the end of a job's command says about the job. */
export function judgeEnd(end: ProcessEnd): Judgement {
  const reason = describeEnd(end);
  switch (end.type) {
    case 'exited':
      return end.code === 0 ? {outcome: 'pass'} : {outcome: 'fail', fault: faultOfExit(end.code), reason};
    case 'signalled': {
      const fault = end.oom === true || ownSignals.has(end.signal) ? 'product' : 'harness';
      return {outcome: 'crash', fault, reason};
    }
    case 'timed-out':
      return {outcome: 'fail', fault: 'product', reason};
    case 'not-started':
      return {outcome: 'crash', fault: 'harness', reason};
    case 'interrupted':
      return {outcome: 'crash', fault: faultOfInterruption(end), reason};
    case 'rebooted':
      return {outcome: 'pass', reason};
    default:
      return assertNever(end);
  }
}

/** A resource that cannot be known is the fault of what should have told it, never the device's. */
export function judgeResource(resource: ResourceState): Judgement {
  if (resource.state === 'unknown') return {outcome: 'fail', fault: 'test', reason: resource.reason};
  return resource.partial === undefined ? {outcome: 'pass'} : {outcome: 'pass', reason: resource.partial};
}
