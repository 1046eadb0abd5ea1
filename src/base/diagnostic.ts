import type {Span} from './source.ts';

export type Severity = 'error' | 'warning' | 'advice';

/** The room or subject a diagnostic is about: the part of its code before the slash. */
export type DiagnosticArea =
  | 'catalog'
  | 'config'
  | 'expression'
  | 'launcher'
  | 'manifest'
  | 'plan'
  | 'provider'
  | 'resource'
  | 'run'
  | 'session'
  | 'syntax'
  | 'template'
  | 'transform'
  | 'unit'
  | 'usage';

/** Stable: people silence codes and search for them. Each has a paragraph in docs/diagnostics.md. */
export type DiagnosticCode = `${DiagnosticArea}/${string}`;

/** One thing somebody should know about their files. `message` is one sentence without a newline or colour. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** The nearest right spelling, as it would be written. */
  readonly suggestion?: string;
  readonly related?: readonly {readonly message: string; readonly span: Span}[];
}

/** A best-effort value: it is usable even where there are diagnostics. */
export interface Parsed<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** All or nothing. */
export type Result<T> =
  | {readonly ok: true; readonly value: T}
  | {readonly ok: false; readonly diagnostics: readonly Diagnostic[]};

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
