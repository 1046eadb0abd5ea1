import type {UnitId} from '../base/ids.ts';
import {positionAt, type Span} from '../base/source.ts';
import {recordSummary} from '../units/record-summary.ts';
import type {UnitKind} from '../units/unit.ts';
import {type Identified, idSpan} from './index-units.ts';

/** A unit as a list shows it. */
export interface Listing {
  readonly id: UnitId;
  readonly kind: UnitKind;
  /** The name of its provider. */
  readonly provider: string;
  readonly summary: string;
  readonly file: string;
  readonly line: number;
  /** Where its id is written. */
  idSpan(): Span;
}

export function listingOf(unit: Identified): Listing {
  const {id, kind, record} = unit;
  const {file, start} = record.span;
  return {
    id,
    kind,
    provider: record.origin.provider,
    summary: recordSummary(record),
    file: file.path,
    line: positionAt(file, start).line,
    idSpan: () => idSpan(unit),
  };
}
