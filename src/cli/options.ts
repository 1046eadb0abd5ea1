/** Options that stand before the command's name. */
export interface GlobalOptions {
  readonly provider: readonly string[];
  /** False with --no-transforms. */
  readonly transforms: boolean;
}

export interface JsonOptions extends GlobalOptions {
  readonly json?: true;
}

export interface ValidateOptions extends JsonOptions {
  readonly strict?: true;
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

export interface RunOptions extends ReportOptions {
  readonly events?: 'ndjson';
  readonly quiet?: true;
  readonly verbose?: true;
}

/** A command's file has one function of this shape; what it resolves to is the exit code. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5;
