import {summaryLines} from '../../runners/headless/summary.ts';
import type {Tui} from '../../runners/tui/open-tui.tsx';
import type {RunHandle} from '../../runners/view/view.ts';
import type {SessionState} from '../../session/state.ts';
import {type CliContext, mayColour} from '../context.ts';
import type {ExitCode} from '../options.ts';
import {reportSession} from './reports.ts';
import type {StartedSession} from './session-run.ts';
import {untilStopped} from './stopped-run.ts';

export function hasTerminal({out}: CliContext): boolean {
  return process.stdin.isTTY && out.isTTY;
}

/** Whatever comes of it, the terminal is given back before anything else is written. */
async function shown(tui: Tui, handle: RunHandle): Promise<SessionState> {
  try {
    return await tui.showRun(handle);
  } finally {
    await tui.close();
  }
}

/** Shows a session on the screen until its end. Once the screen is given back, the closing words go to the terminal's own history. */
export async function runAtBench(
  context: CliContext,
  tui: Tui,
  {started, reportDir}: {readonly started: StartedSession; readonly reportDir: string | undefined},
): Promise<ExitCode> {
  const {handle, id} = started;
  const interrupt = (): void => handle.send({type: 'interrupt', reason: 'the terminal went away'});
  process.on('SIGTERM', interrupt).on('SIGHUP', interrupt);
  try {
    return await untilStopped(context, id, async () => {
      const state = await shown(tui, handle);
      const {
        lines: reports,
        verdict,
        code,
      } = await reportSession(context, started, {state, reportDir, out: context.out});
      const summary = summaryLines(
        state,
        {
          colour: mayColour(context.host),
          columns: context.out.columns,
          verdict,
          reports,
          resumeCommand: `assay resume ${id}`,
        },
        context.clock.now(),
      );
      context.out.write(`${summary.join('\n')}\n`);
      return code;
    });
  } finally {
    process.off('SIGTERM', interrupt).off('SIGHUP', interrupt);
  }
}
