import type {UnitId} from '../base/ids.ts';
import type {JournalJob, ResourceState} from '../session/events.ts';
import type {OutputPiece} from '../session/output-files.ts';
import type {Attempt} from '../session/state.ts';

/** What a job printed: whole where it is small, else its first and last part. */
export interface LogText {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Bytes that were printed in all and are not in here. */
  readonly omittedBytes: number;
  /** In the order in which it came; absent where that is not known. */
  readonly pieces?: readonly OutputPiece[];
}

export interface SubmissionResult {
  readonly job: JournalJob;
  /** The last finished attempt, or undefined where the job was never started. */
  readonly attempts: readonly Attempt[];
  readonly log: LogText;
}

/** A finished, immutable session as the exporters see it: no database, no runner, no machine. */
export interface Submission {
  readonly sessionId: string;
  readonly title: string;
  readonly plan: UnitId;
  readonly application: {readonly name: string; readonly version: string};
  readonly startedAt: number;
  readonly finishedAt: number;
  /** False where the session was interrupted and can be resumed. */
  readonly complete: boolean;
  readonly reboots: number;
  /** In the plan's order; nothing is left out. */
  readonly results: readonly SubmissionResult[];
  readonly resources: ReadonlyMap<UnitId, ResourceState>;
}

/** Sees a submission and yields the file's parts; knows nothing of where they go. */
export interface Exporter {
  readonly name: string;
  readonly fileName: string;
  export(submission: Submission): AsyncIterable<string | Uint8Array>;
}
