import type {Diagnostic} from '../../base/diagnostic.ts';
import {interactivePlugins} from '../../units/fields/job.ts';
import type {UnitRecord} from '../../units/record.ts';
import {fieldText} from '../../units/record-access.ts';
import {isJob, type Unit} from '../../units/unit.ts';
import type {JobView} from '../job-view.ts';
import type {Rule} from '../rule.ts';
import {placeOfId} from '../where.ts';

/** What fits on one line of a list on a terminal; Checkbox has the same limit. */
const longest = 80;

/** Where the text is filled in, a placeholder counts as its key, which is never longer. */
function* checkLength(record: UnitRecord, name: string, isFilled = false): Iterable<Diagnostic> {
  const text = fieldText(record, name);
  if (text === undefined || text.text.length <= longest) return;
  const {length} = isFilled ? text.text.replaceAll(/\{+\s*([^{}]*?)\s*\}+/g, '$1') : text.text;
  if (length <= longest) return;
  const message = `The field "${name}" is ${length} characters long; lists show ${longest} at most.`;
  yield {code: 'unit/too-long', severity: 'warning', message, span: text.span};
}

function noSummary(unit: Unit, field: string): Diagnostic {
  const isOfJobs = unit.kind === 'template' && field === 'summary';
  const shown = isOfJobs ? 'the jobs of this template are shown by their ids' : `this ${unit.kind} is shown by its id`;
  const message = `There is no "${field}": ${shown}.`;
  return {code: 'unit/no-summary', severity: 'advice', message, span: placeOfId(unit)};
}

const telling = ['steps', 'description', 'purpose', 'verification'];
const interactive: ReadonlySet<string> = new Set(interactivePlugins);

function* checkJob({job, unit}: JobView): Iterable<Diagnostic> {
  const {record} = job;
  if (fieldText(record, 'summary') === undefined && !job.flags.includes('simple')) {
    yield noSummary(unit, 'summary');
  }
  if (unit.kind === 'template') yield* checkLength(unit.body, 'summary', true);
  else yield* checkLength(unit.record, 'summary', isJob(unit) && unit.engine !== undefined);
  // Manual jobs are incomplete without, which is said when they are read.
  if (job.plugin === 'manual' || !interactive.has(job.plugin)) return;
  if (telling.every((name) => fieldText(record, name) === undefined)) {
    const message = 'This job needs a person and does not say what to do: it has no description and no steps.';
    yield {code: 'unit/no-instructions', severity: 'warning', message, span: placeOfId(unit)};
  }
}

/** Texts that people see in lists, and instructions. */
export const texts: Rule = function* ({set, written}): Iterable<Diagnostic> {
  for (const view of written) yield* checkJob(view);
  for (const unit of set.units) {
    const {record, kind} = unit;
    if (record.twin) continue;
    if (kind === 'template') {
      if (fieldText(record, 'template-summary') === undefined) yield noSummary(unit, 'template-summary');
      yield* checkLength(record, 'template-summary');
    } else if (kind === 'exporter') {
      if (fieldText(record, 'summary') === undefined) yield noSummary(unit, 'summary');
      yield* checkLength(record, 'summary');
    } else if (kind === 'test plan' || kind === 'category') {
      yield* checkLength(record, 'name');
    }
  }
};
