/** A report that is written at the end of a run besides those that every session has. */
export interface ReportRequest {
  /** A format's name. */
  readonly exporter: string;
  readonly to:
    | {readonly type: 'file'; readonly path: string}
    | {readonly type: 'stream'; readonly stream: 'stdout' | 'stderr'};
}

/**
 * What a launcher and the command line asked of a run, kept so that a resume does the same. JSON-safe; the value of a
 * secret is not in it.
 */
export interface SessionSettings {
  /** A person was at it: nothing goes on with it by itself. */
  readonly interactive?: true;
  /** The launcher's path, absolute: a resume reads secrets from it again. */
  readonly launcher?: string;
  /** Globs of provider names. */
  readonly providers?: readonly string[];
  /** What `by-NAME` in units was answered with. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Variables for every job. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Names of variables whose values are masked. */
  readonly secrets?: readonly string[];
  /** Patterns of the jobs that were asked for instead of a test plan. */
  readonly jobs?: readonly string[];
  readonly exclude?: readonly string[];
  readonly match?: readonly string[];
  readonly retry?: {readonly maxAttempts: number; readonly delayMs: number};
  /** For jobs that give none themselves. */
  readonly timeoutMs?: number;
  /** As `timeoutMs`, without output. */
  readonly silenceTimeoutMs?: number;
  /** For the timeouts of jobs and test plans. */
  readonly timeoutFactor?: number;
  readonly graceMs?: number;
  /** How many jobs may run side by side. */
  readonly lanes?: number;
  /** Who runs jobs that name no user, where root runs Assay. */
  readonly normalUser?: string;
  /** False: none but those asked for are written. True unless given. */
  readonly stockReports?: boolean;
  readonly reports?: readonly ReportRequest[];
}
