import type {ProcessEnd} from '../../session/events.ts';
import type {GroupUse} from '../process/control-group.ts';
import type {ProcessReport} from '../process/process.ts';

/** Of the files a job left. */
const mostNamed = 3;

/** What the kernel counted that the end itself does not say. */
function noteUse(use: GroupUse | undefined, end: ProcessEnd): readonly string[] {
  const isSaid = end.type === 'signalled' && end.oom === true;
  return [
    ...(use?.oomKilled === true && !isSaid ? ['the kernel ended a process of it because memory ran out'] : []),
    ...(use?.hitProcessLimit === true ? ['it wanted more processes at a time than a job may have'] : []),
  ];
}

/** Who made them wants to know: they are gone when the job is over. */
function noteLeftovers(left: readonly string[]): readonly string[] {
  if (left.length === 0) return [];
  const named = left.slice(0, mostNamed).join(', ');
  const more = left.length - mostNamed;
  return [`it left files in its working directory: ${named}${more > 0 ? ` and ${more} more` : ''}`];
}

interface Happened {
  readonly report: ProcessReport;
  /** Of the values it gave. */
  readonly problems: readonly string[];
  readonly use: GroupUse | undefined;
  readonly end: ProcessEnd;
  /** Names of files. */
  readonly left: readonly string[];
}

/** Sentences on what else happened besides its end. */
export function notesOn({report, problems, use, end, left}: Happened): readonly string[] {
  return [...report.notes, ...problems, ...noteUse(use, end), ...noteLeftovers(left)];
}
