import {type ShownOutput, showProgress, type Verbosity} from '../../runners/headless/progress.ts';
import {summaryLines} from '../../runners/headless/summary.ts';
import {writeEvents} from '../../runners/headless/write-events.ts';
import type {RunHandle} from '../../runners/view/view.ts';
import {type CliContext, mayColour} from '../context.ts';
import type {ExitCode} from '../options.ts';
import {reportSession} from './reports.ts';
import type {StartedSession} from './session-run.ts';
import {untilStopped} from './stopped-run.ts';

/** What asks us to stop. The run ends its job, saves, and the session can be resumed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function interruptOnSignals(handle: RunHandle): () => void {
  const listeners = signals.map((signal) => {
    const listener = (): void => handle.send({type: 'interrupt', reason: signal});
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const stop of listeners) stop();
  };
}

export interface Presentation {
  readonly verbosity: Verbosity;
  /** Whose output is shown as it comes. */
  readonly output: ShownOutput;
  /** Every event goes to standard output, and what people read to standard error. */
  readonly events: boolean;
  readonly reportDir: string | undefined;
  /** Lines before the verdict. */
  readonly notes?: readonly string[];
}

/** Shows a session until its end, writes the reports and says how it went. */
export function runHeadless(
  context: CliContext,
  started: StartedSession,
  {verbosity, output, events, reportDir, notes = []}: Presentation,
): Promise<ExitCode> {
  const {handle, id} = started;
  const {clock} = context;
  const out = events ? context.err : context.out;
  const isTerminal = out.isTTY === true;
  const paint = {colour: isTerminal && mayColour(context.host)};
  const columns = (): number => (out.columns > 0 ? out.columns : 80);
  return untilStopped(context, id, async () => {
    if (verbosity !== 'quiet') out.write(`session ${id}\n`);
    if (output !== 'none') for (const note of started.notes) out.write(`${note}\n`);
    const stop = [
      interruptOnSignals(handle),
      showProgress(handle, {out, isTerminal, columns, verbosity, output, now: () => clock.now(), ...paint}),
      ...(events ? [writeEvents(handle, context.out)] : []),
    ];
    const state = await handle.ended.finally(() => {
      for (const each of stop) each();
    });
    const {lines: reports, verdict, code} = await reportSession(context, started, {state, reportDir, out});
    const summary = summaryLines(
      state,
      {
        ...paint,
        verdict,
        notes,
        reports,
        resumeCommand: `assay resume ${id}`,
        columns: isTerminal ? columns() : undefined,
        brief: verbosity === 'quiet',
      },
      clock.now(),
    );
    out.write(`${summary.join('\n')}\n`);
    return code;
  });
}
