import type {DiagnosticCode, Severity} from '../base/diagnostic.ts';
import type {Span} from '../base/source.ts';
import type {Origin, UnitRecord} from '../units/record.ts';
import type {MapValue} from '../units/value.ts';
import type {RecordEdit} from './record-edit.ts';

/** What a transform has to say about one unit. The sequence adds the layer's name, the unit and the field to `message`. */
export interface TransformProblem {
  readonly code: DiagnosticCode;
  /** `error` where absent. */
  readonly severity?: Severity;
  readonly message: string;
  readonly record: UnitRecord;
  readonly field?: string;
  /** Where; the field's value, else the whole unit, where absent. */
  readonly span?: Span;
  readonly suggestion?: string;
}

/** What every layer is told, the same for all units of one provider. */
export interface TransformConfig {
  readonly provider: Origin;
  /** `defaults:` of provider.yaml. */
  readonly defaults?: MapValue;
  /** What `by-KEY` may ask besides the unit's own fields: declared keys of the provider, and `arch`. */
  readonly keys: ReadonlyMap<string, string>;
  /** Whether the regular expression matches the whole text; undefined where the expression is wrong. */
  matches(pattern: string, text: string): boolean | undefined;
  report(problem: TransformProblem): void;
  readonly edit: RecordEdit;
}

/**
 * A layer: records in, any number of records out, lazily. It keeps the order, passes on what it does not know, and never
 * changes a record in place.
 */
export type Transform = (config: TransformConfig, records: Iterable<UnitRecord>) => Iterable<UnitRecord>;
