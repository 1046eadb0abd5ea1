import type {Diagnostic} from '../../base/diagnostic.ts';
import {namespaceOf, partialId} from '../../base/ids.ts';
import type {Span} from '../../base/source.ts';
import {fieldText} from '../../units/record-access.ts';
import {isJob, type Job, type Template, type Unit} from '../../units/unit.ts';
import {reachedUnits} from '../reach.ts';
import type {Rule, Subject} from '../rule.ts';

function idSpan({record, span}: Unit): Span {
  return (fieldText(record, 'id') ?? fieldText(record, 'name'))?.span ?? span;
}

/**
 * Providers with plans of their own; the units of any other are there for others too, and so may those be of a namespace
 * in parts, or with units that could not be built.
 */
function planners({plans, partial, broken}: Subject): ReadonlySet<string> {
  const incomplete = new Set([...partial.keys(), ...[...broken].map(namespaceOf)]);
  const judged = plans.filter(({record}) => !incomplete.has(record.origin.namespace));
  return new Set(judged.map(({record}) => record.origin.provider));
}

function neverRun(unit: Job | Template): Diagnostic {
  const noun = unit.kind === 'template' ? 'template makes jobs that' : 'job';
  const are = unit.kind === 'template' ? 'are' : 'is';
  return {
    code: 'catalog/never-included',
    severity: 'advice',
    message: `This ${noun} ${are} in no test plan, and no job that is needs it.`,
    span: idSpan(unit),
  };
}

/** Everything that expressions say about keys, to find manifest entries in. */
function wordsOfPrograms({jobs}: Subject): ReadonlySet<string> {
  const words = new Set<string>();
  for (const {job, unit} of jobs) {
    const texts = [job.requires?.text ?? '', unit.kind === 'template' ? (unit.filter?.text ?? '') : ''];
    for (const text of texts) for (const [word] of text.matchAll(/[\w-]+/g)) words.add(word);
  }
  return words;
}

function* unusedEntries(subject: Subject, providers: ReadonlySet<string>): Iterable<Diagnostic> {
  const {set, references} = subject;
  const named = new Set(references.map(({id}) => id));
  const words = wordsOfPrograms(subject);
  for (const entry of set.manifestEntries.values()) {
    if (!providers.has(entry.record.origin.provider) || named.has(entry.id)) continue;
    if (words.has(entry.resourceKey ?? partialId(entry.id))) continue;
    const message = 'No job or template looks at the answer to this entry.';
    yield {code: 'catalog/never-used', severity: 'advice', message, span: idSpan(entry)};
  }
}

function* unusedCategories({set, references, plans}: Subject, providers: ReadonlySet<string>): Iterable<Diagnostic> {
  const named = new Set(references.map(({id}) => id));
  for (const {include, mandatoryInclude, bootstrapInclude, categoryOverrides} of plans) {
    for (const {category} of [...include, ...mandatoryInclude, ...bootstrapInclude, ...categoryOverrides]) {
      if (category !== undefined) named.add(category.id);
    }
  }
  for (const category of set.categories.values()) {
    if (!providers.has(category.record.origin.provider) || named.has(category.id)) continue;
    const message = 'No job is in this category.';
    yield {code: 'catalog/never-used', severity: 'advice', message, span: idSpan(category)};
  }
}

/** Units that nothing leads to. */
export const deadUnits: Rule = function* (subject): Iterable<Diagnostic> {
  // What is not loaded may need them.
  const providers = planners(subject);
  if (providers.size === 0) return;
  const reached = reachedUnits(subject);
  for (const unit of subject.set.units) {
    const isRun = (isJob(unit) && unit.plugin !== 'local' && unit.plugin !== 'qml') || unit.kind === 'template';
    if (!isRun || !providers.has(unit.record.origin.provider) || reached.has(unit)) continue;
    if (unit.kind === 'template' && !unit.instanceKind.endsWith('job')) continue;
    yield neverRun(unit);
  }
  yield* unusedEntries(subject, providers);
  yield* unusedCategories(subject, providers);
};
