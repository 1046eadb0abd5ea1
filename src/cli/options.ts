import type {NewPlugin} from './new/units.ts';

/** Options that stand before the command's name. */
export interface GlobalOptions {
  readonly provider: readonly string[];
  /** False with --no-transforms. */
  readonly transforms: boolean;
  /** `NAME=VALUE` for what is written `by-NAME`. */
  readonly key?: readonly string[];
}

export interface JsonOptions extends GlobalOptions {
  readonly json?: true;
}

export interface ValidateOptions extends JsonOptions {
  readonly strict?: true;
}

export interface ListOptions extends JsonOptions {
  readonly match?: string;
  readonly providerName?: readonly string[];
  readonly plugin?: string;
  readonly category?: string;
  readonly where?: readonly string[];
  readonly written?: true;
}

export interface ShowOptions extends JsonOptions {
  readonly source?: true;
}

export interface NewOptions extends JsonOptions {
  readonly dir?: string;
  readonly namespace?: string;
  readonly plugin?: NewPlugin;
  readonly probe?: string;
}

export interface SchemaOptions extends JsonOptions {
  readonly dir?: string;
}

export interface ConvertOptions extends JsonOptions {
  readonly to?: 'pxu' | 'yaml';
  readonly write?: true;
}

export interface RecordingOptions extends JsonOptions {
  readonly recording?: string;
}

export interface EvalOptions extends RecordingOptions {
  readonly namespace?: string;
  readonly imports?: string;
}

/** Patterns of jobs: instead of a plan, and of what a plan includes. */
export interface JobChoice {
  readonly jobs: readonly string[];
  readonly match: readonly string[];
  readonly exclude: readonly string[];
}

export interface PlanOptions extends RecordingOptions, JobChoice {
  /** False with --no-hardware. */
  readonly hardware: boolean;
  readonly for?: 'bench';
}

export interface ShowPlanOptions extends PlanOptions {
  readonly phase: 'selected' | 'bootstrapped' | 'ordered';
  readonly tree?: true;
  readonly graph?: 'mermaid' | 'dot';
  /** `recording=FILE`, `provider=DIR` or `plan=PLAN`: the other side of a comparison. */
  readonly diff: readonly string[];
}

export interface ExplainOptions extends PlanOptions {
  readonly plan?: string;
  readonly session?: string;
}

export interface ExpandOptions extends RecordingOptions {
  readonly all?: true;
  /** One record each, as it was typed. */
  readonly record?: readonly string[];
  readonly show?: string;
  readonly full?: true;
  readonly whyNot?: string;
  readonly diff?: string;
  readonly job?: string;
}

export interface ProbeOptions extends JsonOptions {
  readonly record?: string;
}

export interface ReportOptions extends GlobalOptions {
  readonly reportDir?: string;
}

/** What says how a new session is to be. */
export interface LaunchOptions extends ReportOptions, JobChoice {
  readonly launcher?: string;
  /** `SECTION.KEY=VALUE`. */
  readonly set: readonly string[];
  readonly title?: string;
  /** As it was typed. */
  readonly lanes?: string;
  readonly unattended?: true;
}

export interface HeadlessOptions extends ReportOptions {
  readonly events?: 'ndjson';
  readonly quiet?: true;
  readonly verbose?: true;
}

export interface RunOptions extends HeadlessOptions, LaunchOptions {}

export interface ResumeOptions extends HeadlessOptions {
  readonly takeOver?: true;
  readonly unattended?: true;
  /** Every session that was not interrupted by a person. */
  readonly all?: true;
  /** Patterns of jobs that are to run once more. */
  readonly rerun: readonly string[];
}

export interface ConfigOptions extends JsonOptions {
  readonly launcher?: string;
  readonly set: readonly string[];
}

export interface ManifestOptions extends JsonOptions {
  readonly plan?: string;
}

export interface ExportOptions extends ReportOptions {
  readonly format?: string;
}

export interface AutoresumeOptions extends JsonOptions {
  readonly root: string;
}

/** A command's file has one function of this shape; what it resolves to is the exit code. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5;
