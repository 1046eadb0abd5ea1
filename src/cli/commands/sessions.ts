import type {CliContext} from '../context.ts';
import {stateDirectory} from '../context.ts';
import type {ExitCode, JsonOptions} from '../options.ts';
import {table, writeJson, writeLines} from '../output.ts';
import {usageError} from '../usage-error.ts';

export async function sessions(context: CliContext, action: string, options: JsonOptions): Promise<ExitCode> {
  if (action !== 'list') {
    throw usageError(context.words, {
      code: 'usage/unknown-action',
      message: `sessions cannot ${action}`,
      word: action,
      suggestion: 'list',
    });
  }
  const {openStore} = await import('../../session/store.ts');
  const listed = openStore(stateDirectory(context)).listSessions();
  if (options.json) {
    writeJson(
      context,
      listed.map((session) =>
        session.state === 'damaged'
          ? session
          : {
              id: session.id,
              plan: session.plan,
              startedAt: session.startedAt,
              state: session.owner === undefined ? session.phase : 'running',
              counts: Object.fromEntries(session.counts),
              jobs: session.jobs,
            },
      ),
    );
    return 0;
  }
  if (listed.length === 0) writeLines(context, ['no sessions yet']);
  const rows = listed.map((session) => {
    if (session.state === 'damaged') return [session.id, 'damaged', session.reason];
    const counts = [...session.counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
    return [session.id, session.owner === undefined ? session.phase : 'running', session.plan, counts];
  });
  writeLines(context, table(rows));
  return 0;
}
