import type {Diagnostic, DiagnosticCode} from '../base/diagnostic.ts';
import type {UnitId} from '../base/ids.ts';
import type {ResourceTable} from '../expressions/environment.ts';
import type {UnitRecord} from '../units/record.ts';
import type {ResourceJob, Unit} from '../units/unit.ts';
import type {JinjaEnvironment} from './jinja.ts';

/** What an expansion can see besides the template and the records of its resource. */
export interface ExpandContext extends JinjaEnvironment {
  /** The other resources that a filter may speak of. */
  readonly resources?: ResourceTable;
  /** The job behind a resource: whether it reads hardware itself, and which keys it declares. */
  readonly resourceJob?: (resource: UnitId) => ResourceJob | undefined;
  /** Whether there is a job of this id, whatever it does. */
  readonly isJob?: (id: UnitId) => boolean;
  /** Every resource there is, run or not, so that a wrong name can be told from one that has not run. */
  readonly knownResources?: readonly UnitId[];
}

export interface Instance {
  readonly id: UnitId;
  /** The template's fields with the record's values in them. */
  readonly content: UnitRecord;
  /** What is built of the content. */
  readonly unit: Unit;
  /** The record it was made from, counted from 0 before filtering. */
  readonly record: number;
  readonly notices: readonly Diagnostic[];
}

export interface FilteredRecord {
  readonly record: number;
  readonly reason: string;
  /** The line of the filter that said no. */
  readonly line: string;
  /** The filter could not be decided: this record may belong to the template. */
  readonly unknown: boolean;
}

export interface FailedInstance {
  readonly record: number;
  readonly code: DiagnosticCode;
  readonly message: string;
  /** The id it would have had, where that much is known. */
  readonly id?: UnitId;
  /** The key that is missing or whose value is wrong. */
  readonly key?: string;
  /** Of colliding records: the keys that would tell them apart in an id. */
  readonly keys?: readonly string[];
  /** The key of the record that is most like the missing one. */
  readonly nearest?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What became of a template: each of its records is in `instances`, `filtered`, `failed` or `collapsed`. */
export interface Expansion {
  readonly template: UnitId;
  readonly resource: UnitId;
  readonly state: 'known' | 'unknown';
  /** Why the resource is unknown. */
  readonly reason?: string;
  readonly recordCount: number;
  readonly instances: readonly Instance[];
  readonly filtered: readonly FilteredRecord[];
  readonly failed: readonly FailedInstance[];
  /** Records that gave the unit of an earlier record once more. */
  readonly collapsed: readonly {readonly record: number; readonly same: number}[];
  readonly notices: readonly Diagnostic[];
  /** Everything that is wrong, failed instances included. */
  readonly diagnostics: readonly Diagnostic[];
}
