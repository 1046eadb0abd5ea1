import {assertNever} from '../base/assert-never.ts';
import {partialId} from '../base/ids.ts';
import type {Inhibitor, ProcessEnd, TemplateTally} from './events.ts';

export {outcomeOfInhibitor} from '../planner/inhibitor-outcome.ts';

function orNearest(nearest: string | undefined): string {
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
}

/** What the records say instead; the expression, which stands right before it, is not said again. */
function because(expression: string, reason: string | undefined): string {
  if (reason === undefined) return '';
  const [who = '', what] = reason.split(' satisfies ', 2);
  const repeats = what !== undefined && expression.startsWith(what.replace(/…$/, ''));
  return repeats ? ` (${who} does)` : ` (${reason})`;
}

/** One sentence for people, without a full stop. */
export function describeInhibitor(inhibitor: Inhibitor): string {
  switch (inhibitor.type) {
    case 'dependency-failed':
      return `it depends on ${partialId(inhibitor.job)}, whose outcome is ${inhibitor.outcome}`;
    case 'dependency-missing':
      return `it depends on ${inhibitor.id}, which does not exist${orNearest(inhibitor.nearest)}`;
    case 'requirement-unmet':
      return `this machine does not meet: ${inhibitor.expression}${because(inhibitor.expression, inhibitor.reason)}`;
    case 'requirement-unknown':
      return `cannot tell whether this machine meets: ${inhibitor.expression} (${inhibitor.reason})`;
    case 'manifest-unmet':
      return `the manifest says that this machine does not have it: ${inhibitor.expression}`;
    case 'nothing-to-salvage':
      return `it runs only when these have failed: ${inhibitor.jobs.map(partialId).join(', ')}`;
    case 'cycle':
      return describeCycle(inhibitor);
    case 'unknown-id':
      return `there is no job ${inhibitor.id}${orNearest(inhibitor.nearest)}`;
    case 'instance-failed':
      return `record ${inhibitor.record} of template ${partialId(inhibitor.template)}: ${inhibitor.message}`;
    case 'not-runnable':
      return inhibitor.message;
    case 'needs-person':
      return 'it needs a person, and nobody is at this run';
    case 'input-missing':
      return `it needs ${inhibitor.output} of ${partialId(inhibitor.job)}, which gave none`;
    default:
      return assertNever(inhibitor);
  }
}

function describeCycle({path, jobCount}: Extract<Inhibitor, {readonly type: 'cycle'}>): string {
  const [first, ...others] = path;
  if (others.length === 0) return 'it waits for itself';
  const steps = path.map(partialId).join(' → ');
  const rest = jobCount === undefined ? '' : ` → … ${jobCount - path.length} more`;
  const end = first === undefined || first === path.at(-1) ? '' : ` → ${partialId(first)}`;
  return `the jobs wait for each other: ${steps}${rest}${end}`;
}

/** Why a template of the plan made no job of this machine, in a few words; undefined where it made some, or should have. */
export function describeNothing({unknown, recordCount, made, undecided, failed}: TemplateTally): string | undefined {
  if (unknown !== undefined || made + undecided + failed > 0) return undefined;
  if (recordCount === 0) return 'no records';
  return recordCount === 1 ? 'its one record does not match' : `none of ${recordCount} records matches`;
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}

/** Signals whose number a shell adds to 128 when a program it ran was ended by one. */
const shellSignals: ReadonlyMap<number, string> = new Map([
  [130, 'SIGINT'],
  [131, 'SIGQUIT'],
  [132, 'SIGILL'],
  [134, 'SIGABRT'],
  [135, 'SIGBUS'],
  [136, 'SIGFPE'],
  [137, 'SIGKILL'],
  [139, 'SIGSEGV'],
  [143, 'SIGTERM'],
]);

function describeExit(code: number): string {
  if (code === 126) return 'exit code 126: a command in it cannot be executed';
  if (code === 127) return 'exit code 127: a command in it was not found';
  const signal = shellSignals.get(code);
  return signal === undefined ? `exit code ${code}` : `exit code ${code}, as of a program ended by ${signal}`;
}

/** One sentence for people, without a full stop. */
export function describeEnd(end: ProcessEnd): string {
  switch (end.type) {
    case 'exited':
      return describeExit(end.code);
    case 'signalled': {
      if (end.oom === true) return 'the kernel ended it because memory ran out';
      return `ended by ${end.signal}${end.core ? ', with a core dump' : ''}`;
    }
    case 'timed-out':
      return end.limit === 'timeout'
        ? `it ran longer than its timeout of ${seconds(end.afterMs)}`
        : `it printed nothing for ${seconds(end.afterMs)}, its silence timeout`;
    case 'not-started':
      return `it could not be started: ${end.reason}`;
    case 'interrupted':
      if (end.lost === true) return 'the process that starts the jobs was killed while it ran';
      return end.rebooted === true ? 'the machine restarted while it ran' : 'the run was interrupted while it ran';
    case 'rebooted':
      return 'the machine restarted, as it should';
    default:
      return assertNever(end);
  }
}
