import {render} from 'ink';
import type {ReactNode} from 'react';
import type {SessionState} from '../../session/state.ts';
import type {ManifestEntry} from '../../units/unit.ts';
import type {RunHandle, RunLine} from '../view/view.ts';
import {askSudo, type SudoDecision, type SudoQuestion} from './ask-sudo.tsx';
import type {Size} from './Frame.tsx';
import {ManifestScreen} from './ManifestScreen.tsx';
import {type PlanChoice, PlanChooser} from './PlanChooser.tsx';
import {RunScreen} from './RunScreen.tsx';
import {SummaryScreen} from './SummaryScreen.tsx';

interface TuiStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** The terminal while it is ours. Closing gives it back as it was. */
export interface Tui {
  choosePlan(plans: readonly PlanChoice[]): Promise<string | undefined>;
  /** Asks each entry; undefined: left without going on. What is left open is not in the answers. */
  askManifest(entries: readonly ManifestEntry[]): Promise<ReadonlyMap<string, boolean | number> | undefined>;
  /** Asks for what sudo wants to know before it lets us be root. */
  askSudo(question: SudoQuestion): Promise<SudoDecision>;
  /** Shows the run until it ends, is interrupted, or waits to be told that it is over. */
  showRun(handle: RunHandle): Promise<SessionState>;
  close(): Promise<void>;
}

/** Elapsed times and output move between events. */
const redrawMs = 250;
/** A terminal that tells no size, as a serial console does, is taken for the smallest we support. */
const smallest: Size = {columns: 80, rows: 24};

export function openTui({stdin, stdout}: TuiStreams): Tui {
  const sizeNow = (): Size => ({
    columns: stdout.columns > 0 ? stdout.columns : smallest.columns,
    rows: stdout.rows > 0 ? stdout.rows : smallest.rows,
  });
  let screen: () => ReactNode = () => null;
  const instance = render(null, {stdin, stdout, exitOnCtrlC: false});
  const redraw = (): void => instance.rerender(screen());
  const show = (next: () => ReactNode): void => {
    screen = next;
    redraw();
  };
  stdout.on('resize', redraw);

  return {
    choosePlan(plans) {
      return new Promise((resolve) => {
        show(() => <PlanChooser plans={plans} size={sizeNow()} choose={resolve} />);
      });
    },

    askManifest(entries) {
      return new Promise((resolve) => {
        show(() => <ManifestScreen entries={entries} size={sizeNow()} done={resolve} />);
      });
    },

    askSudo: (question) => askSudo(question, (draw) => show(() => draw(sizeNow()))),

    async showRun(handle) {
      const screenOf = (): ReactNode => {
        const view = handle.view();
        if (view.phase !== 'all-done') return <RunScreen view={view} size={sizeNow()} send={handle.send} />;
        const runAgain = (lines: readonly RunLine[]): void => {
          handle.send({type: 'run-again', jobIds: lines.map(({job}) => job.id), reason: 'the operator asked'});
        };
        const finish = (): void => handle.send({type: 'finish'});
        return <SummaryScreen view={view} size={sizeNow()} runAgain={runAgain} leave={finish} />;
      };
      show(screenOf);
      const unsubscribe = handle.subscribe(redraw);
      const timer = setInterval(redraw, redrawMs);
      try {
        return await handle.ended;
      } finally {
        clearInterval(timer);
        unsubscribe();
      }
    },

    async close() {
      stdout.off('resize', redraw);
      // The last screen goes, so that what is written next stands alone.
      show(() => null);
      instance.unmount();
      await instance.waitUntilExit();
    },
  };
}
