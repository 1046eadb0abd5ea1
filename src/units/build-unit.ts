import {type Diagnostic, hasErrors, type Parsed} from '../base/diagnostic.ts';
import {nearest} from '../base/nearest.ts';
import {buildCategory} from './builders/build-category.ts';
import {buildExporter} from './builders/build-exporter.ts';
import {buildJob} from './builders/build-job.ts';
import {buildManifestEntry} from './builders/build-manifest-entry.ts';
import {buildPackagingMetaData} from './builders/build-packaging-meta-data.ts';
import {buildTemplate} from './builders/build-template.ts';
import {buildTestPlan} from './builders/build-test-plan.ts';
import {type Builder, complain} from './builders/builder.ts';
import {unitSpecs} from './fields/index.ts';
import {mend} from './mend.ts';
import type {UnitRecord} from './record.ts';
import {fieldText, isGarbled} from './record-access.ts';
import {recordKind} from './record-id.ts';
import {quoted} from './syntax-report.ts';
import type {Unit, UnitKind} from './unit.ts';

const builders: Readonly<Record<UnitKind, (builder: Builder) => Unit | undefined>> = {
  job: (builder) => buildJob(builder, 'job'),
  'setup job': (builder) => buildJob(builder, 'setup job'),
  template: buildTemplate,
  'test plan': buildTestPlan,
  category: buildCategory,
  'manifest entry': buildManifestEntry,
  exporter: buildExporter,
  'packaging meta-data': buildPackagingMetaData,
};

function unknownKind(builder: Builder): undefined {
  const {record} = builder;
  const written = fieldText(record, 'unit');
  complain(builder, {
    code: 'unit/unknown-kind',
    message: `There is no unit of the kind ${quoted(written?.text ?? '')}.`,
    span: written?.span ?? record.span,
    suggestion: written && nearest(written.text, Object.keys(unitSpecs)),
  });
}

/**
 * A typed unit from a record that all transforms have gone over, also from a template's filled-in body. Undefined where
 * an error leaves no whole unit; all findings are reported, save those that the record allows by `# assay: allow`. Where
 * an error suggests what was meant, the others are found as if that stood there.
 */
export function buildUnit(record: UnitRecord): Parsed<Unit | undefined> {
  const builder: Builder = {record, diagnostics: []};
  const kind = recordKind(record);
  const unit = kind === undefined ? unknownKind(builder) : builders[kind](builder);
  const diagnostics = toReport(record, builder.diagnostics);
  if (hasErrors(diagnostics)) return {value: undefined, diagnostics: withoutConsequences(record, diagnostics)};
  return {value: record.damaged === true ? undefined : unit, diagnostics};
}

function withoutConsequences(record: UnitRecord, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const mended = mend(record, diagnostics);
  if (mended === undefined) return diagnostics;
  return inOrder([...mended.followed, ...buildUnit(mended.record).diagnostics]);
}

/** In the order of the file, without what the record allows and what a damaged one may only have lost. */
function toReport(record: UnitRecord, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics;
  if (isGarbled(record)) return [];
  const hidden = new Set<string>(record.allowed.map(({code}) => code));
  if (record.damaged === true) hidden.add('unit/missing-field').add('unit/no-command');
  return inOrder(diagnostics.filter(({code}) => !hidden.has(code)));
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => a.span.start - b.span.start);
}
