import type {Span} from '../base/source.ts';
import type {Value} from './value.ts';

/** One field of a unit as it was written: `_summary: …` has the name `summary` and is translatable. */
export interface Field {
  readonly name: string;
  readonly nameSpan: Span;
  /** Written with a leading underscore. */
  readonly translatable: boolean;
  readonly value: Value;
}

/** Where a unit comes from. */
export interface Origin {
  readonly provider: string;
  readonly namespace: string;
}

/** A unit as text and spans, before anything is known to be right about it. Fields keep the order of the file. */
export interface UnitRecord {
  readonly origin: Origin;
  readonly fields: ReadonlyMap<string, Field>;
  /** From its first to its last field. */
  readonly span: Span;
  /** Codes silenced by `# assay: allow CODE reason` in or right before the record. */
  readonly allowed: readonly Allowance[];
  /** A syntax error inside it: it may have lost text, so no unit is built from it. */
  readonly damaged?: true | undefined;
  /** Made after another record for a run after suspend: all but its id, title and references is the other's. */
  readonly twin?: true | undefined;
}

export interface Allowance {
  readonly code: string;
  readonly reason: string;
  readonly span: Span;
}
