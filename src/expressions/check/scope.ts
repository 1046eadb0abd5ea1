import type {DiagnosticCode, Severity} from '../../base/diagnostic.ts';
import type {Span} from '../../base/source.ts';
import type {Expr, ResourceName} from '../ast.ts';

/** The type that a resource declares for a key. */
export type KeyType = 'string' | 'integer' | 'number' | 'boolean' | 'list';

/** What is known of a resource before it has run. */
export interface ResourceScope {
  /** Declared by the resource job or its probe. */
  readonly keys?: ReadonlyMap<string, KeyType>;
  /** Seen in a recording. */
  readonly observed?: ReadonlySet<string>;
  /** It never has more than one record, as the manifest. */
  readonly single?: boolean;
}

export interface CheckScope {
  /** Every resource there is, by the name that would stand in the expression. */
  readonly resources: ReadonlyMap<string, ResourceScope>;
  /** The name that each record is bound to alone: the program is a template's filter. */
  readonly eachRecordOf?: string;
}

/** Where the rules report to. */
export interface Report {
  /** The whole line as it is written. */
  readonly line: string;
  readonly scope: CheckScope;
  readonly add: (finding: Finding) => void;
}

export interface Finding {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly suggestion?: string | undefined;
}

/** A rule looks at one line. */
export type Rule = (expr: Expr, report: Report) => void;

/** Whether a name can stand for different records while a line is evaluated. */
export function hasManyRecords({resources, eachRecordOf}: CheckScope, {name}: ResourceName): boolean {
  return name !== eachRecordOf && resources.get(name)?.single !== true;
}
