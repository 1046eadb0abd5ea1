import type {Diagnostic} from '../../base/diagnostic.ts';
import {namespaceOf, partialId} from '../../base/ids.ts';
import type {SourceFile, SourceText, Span} from '../../base/source.ts';
import {fitsLiterals} from '../../planner/fits-literals.ts';
import {fieldText} from '../../units/record-access.ts';
import {isJob, type Job, type Template, type Unit} from '../../units/unit.ts';
import {hasGap, literalsOf} from '../gaps.ts';
import {reachedUnits} from '../reach.ts';
import type {Rule, Subject} from '../rule.ts';

function idText({record}: Unit): SourceText | undefined {
  return fieldText(record, 'id') ?? fieldText(record, 'name');
}

function idSpan(unit: Unit): Span {
  return idText(unit)?.span ?? unit.span;
}

/** A twin after suspend has an id that is not the one that stands there, and is not what a reader thinks of. */
function isAsWritten(unit: Unit): boolean {
  const id = idText(unit);
  return id === undefined || id.span.file.text.slice(id.span.start, id.span.end).includes(id.text);
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
  const isTemplate = unit.kind === 'template';
  const named = isAsWritten(unit) ? `This ${isTemplate ? 'template' : 'job'}` : unit.id;
  return {
    code: 'catalog/never-included',
    severity: 'advice',
    message: `${named} ${isTemplate ? 'makes jobs that are' : 'is'} in no test plan, and no job that is needs it.`,
    span: idSpan(unit),
  };
}

/** Whether an expression may say something about a key: everything that stands in one counts, and what a template may make. */
function keysInPrograms({written}: Subject): (key: string) => boolean {
  const texts = written.flatMap(({job, unit}) => [
    job.requires?.text ?? '',
    unit.kind === 'template' ? (unit.filter?.text ?? '') : '',
  ]);
  const words = new Set<string>();
  for (const text of texts) for (const [word] of text.matchAll(/[\w-]+/g)) words.add(word);
  const keys = texts
    .filter(hasGap)
    .flatMap((text) => Array.from(text.matchAll(/\.([\w\uFDD0-]+)/g), ([, key = '']) => key));
  const literals = [...new Set(keys.filter(hasGap))].map(literalsOf);
  return (key) => words.has(key) || literals.some((parts) => fitsLiterals(parts, key));
}

function* unusedEntries(subject: Subject, providers: ReadonlySet<string>): Iterable<Diagnostic> {
  const {set, references} = subject;
  const named = new Set(references.map(({id}) => id));
  const isAsked = keysInPrograms(subject);
  for (const entry of set.manifestEntries.values()) {
    if (!providers.has(entry.record.origin.provider) || named.has(entry.id)) continue;
    if (isAsked(entry.resourceKey ?? partialId(entry.id))) continue;
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

/** A twin goes without saying where what it is a twin of is not run either. */
function* deadOnes(subject: Subject, providers: ReadonlySet<string>): Iterable<Job | Template> {
  const reached = reachedUnits(subject);
  const said = new Map<SourceFile, Set<number>>();
  const {units, jobs, templates} = subject.set;
  for (const unit of units) {
    if (!isRun(unit) || !providers.has(unit.record.origin.provider) || reached.has(unit)) continue;
    // A second unit of one id is left out, which is said elsewhere.
    if ((unit.kind === 'template' ? templates : jobs).get(unit.id) !== unit) continue;
    const {file, start} = idSpan(unit);
    const here = said.get(file) ?? new Set();
    if (!isAsWritten(unit) && here.has(start)) continue;
    said.set(file, here.add(start));
    yield unit;
  }
}

function isRun(unit: Unit): unit is Job | Template {
  if (unit.kind === 'template') return unit.instanceKind.endsWith('job');
  return isJob(unit) && unit.plugin !== 'local' && unit.plugin !== 'qml';
}

/** Units that nothing leads to. */
export const deadUnits: Rule = function* (subject): Iterable<Diagnostic> {
  // What is not loaded may need them.
  const providers = planners(subject);
  if (providers.size === 0) return;
  for (const unit of deadOnes(subject, providers)) yield neverRun(unit);
  yield* unusedEntries(subject, providers);
  yield* unusedCategories(subject, providers);
};
