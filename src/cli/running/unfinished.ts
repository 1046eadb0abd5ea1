import {counted} from '../../base/counted.ts';
import {openStore} from '../../session/store.ts';
import {type CliContext, stateDirectory} from '../context.ts';

/** Offers the last session where it was interrupted. It is never gone on with unless somebody says so. */
export function unfinishedLine(context: CliContext): string | undefined {
  const store = openStore(stateDirectory(context));
  const [id] = store.sessionIds();
  if (id === undefined) return undefined;
  const last = store.listSession(id);
  if (last.state === 'damaged' || last.phase === 'finished' || last.owner !== undefined) return undefined;
  return `the last session is not finished: ${last.settled} of ${counted(last.jobs, 'job')} of ${last.plan}. Go on with: assay resume ${last.id}`;
}
