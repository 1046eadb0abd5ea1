import {countFront} from '../base/count-front.ts';
import type {Diagnostic} from '../base/diagnostic.ts';
import type {Span} from '../base/source.ts';
import {buildUnit} from '../units/build-unit.ts';
import {mend} from '../units/mend.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import {isGarbled, makeField, textValue, withField} from '../units/record-access.ts';
import {recordKind} from '../units/record-id.ts';
import type {Unit} from '../units/unit.ts';

/** What only a whole unit lacks or has in vain: a draft may have lost it. */
const aboutWholes: ReadonlySet<string> = new Set([
  'plan/empty',
  'plan/no-effect',
  'syntax/unused-allow',
  'unit/no-instructions',
  'unit/no-summary',
  'unit/odd-id',
  'unit/unused-import',
  'unit/useless-field',
]);

/** Suggestions are followed in rounds: a kind that is right shows what is wrong with its fields. */
const mostRounds = 5;

/** The record without the fields that an error is about. */
function withoutFaults(record: UnitRecord, diagnostics: readonly Diagnostic[]): UnitRecord {
  const faults = diagnostics.filter(({severity}) => severity === 'error').map(({span}) => span.start);
  const isFaulty = ({nameSpan, value: {span}}: Field): boolean =>
    faults.some((at) => (at >= span.start && at <= span.end) || at === nameSpan.start);
  return {...record, fields: new Map([...record.fields].filter(([, field]) => !isFaulty(field)))};
}

/** With what a unit cannot be without. */
function withNeeds(record: UnitRecord): UnitRecord {
  const {fields, span} = record;
  const isJob = recordKind(record) === 'job';
  const needs = {id: `unknown-${span.start}`, ...(isJob ? {plugin: 'shell', command: 'true'} : {})};
  const missing = Object.entries(needs).filter(([name]) => !fields.has(name));
  return missing.reduce((whole, [name, text]) => withField(whole, makeField(name, textValue(text, span))), record);
}

/** A mistake of syntax may be part of the value before it, one behind the record of its last. */
function readable(record: UnitRecord, faults: readonly Span[]): UnitRecord | undefined {
  const {damaged, ...sound} = record;
  if (damaged === undefined) return record;
  if (isGarbled(record)) return undefined;
  const {start, end} = record.span;
  const within = faults.filter((fault) => fault.start >= start && fault.start <= end).map((fault) => fault.start);
  const fields = [...record.fields.values()];
  const before = (at: number): Field | undefined => fields.findLast(({nameSpan}) => nameSpan.start <= at);
  const doubtful = new Set((within.length > 0 ? within : [end]).map(before));
  return {
    ...sound,
    fields: new Map(fields.filter((field) => !doubtful.has(field)).map((field) => [field.name, field])),
  };
}

/**
 * What a record would be without the errors in it, so that all else can be looked at too: with what errors suggest, else
 * without the fields that they are about. `faults` are the mistakes of syntax in its file.
 */
export function draftOf(record: UnitRecord, faults: readonly Span[] = []): Unit | undefined {
  let draft = readable(record, faults);
  for (let round = 0; draft !== undefined && round < mostRounds; round++) {
    const {value, diagnostics} = buildUnit(draft);
    if (value !== undefined) return value;
    const mended = mend(draft, diagnostics)?.record;
    if (mended === undefined && recordKind(draft) === undefined) return undefined;
    draft = mended ?? withNeeds(withoutFaults(draft, diagnostics));
  }
  return undefined;
}

/** Of records that make no unit, with what was said when they were read. */
export function draftsOf(records: readonly UnitRecord[], read: readonly Diagnostic[]): readonly Unit[] {
  if (records.length === 0) return [];
  const faults = read.filter(({code}) => code.startsWith('syntax/')).map(({span}) => span);
  const byFile = Map.groupBy(faults, ({file}) => file);
  return records.flatMap((record) => draftOf(record, byFile.get(record.span.file)) ?? []);
}

/** The findings without those that are not to be told from drafts. */
export function tellable(found: readonly Diagnostic[], drafts: readonly Unit[]): readonly Diagnostic[] {
  const spans = drafts.map(({span}) => span).sort((a, b) => a.start - b.start);
  const byFile = Map.groupBy(spans, ({file}) => file);
  const isInDraft = ({file, start}: Span): boolean => {
    const inFile = byFile.get(file) ?? [];
    const last = inFile[countFront(inFile, (span) => span.start <= start) - 1];
    return last !== undefined && start <= last.end;
  };
  return found.filter(({code, span}) => !(aboutWholes.has(code) && isInDraft(span)));
}
