import type {Diagnostic} from '../../base/diagnostic.ts';
import {namespaceOf, partialId} from '../../base/ids.ts';
import type {SourceText} from '../../base/source.ts';
import type {CheckScope, ResourceScope} from '../../expressions/check/scope.ts';
import {checkProgram} from '../../expressions/check.ts';
import {parseProgram, resourceNames} from '../../expressions/parse.ts';
import type {Import, Job, Template} from '../../units/unit.ts';
import type {Value} from '../../units/value.ts';
import {gap, hasGap} from '../gaps.ts';
import {namesIn} from '../reach.ts';
import type {Rule, Subject} from '../rule.ts';
import {isAboutGap} from '../skeleton.ts';
import {isOneSlip} from '../slip.ts';
import {unchecked} from '../unchecked.ts';

/** The names an expression of this unit may use. */
function namesFor(
  namespace: string,
  imports: readonly Import[],
  {namesIn, resources}: Subject,
): ReadonlyMap<string, ResourceScope> {
  const local = namesIn.get(namespace) ?? new Map<string, ResourceScope>();
  if (imports.length === 0) return local;
  const names = new Map(local);
  for (const {name, resource} of imports) names.set(name, resources.get(resource.id) ?? {});
  return names;
}

/** A resource that is only not imported is what was meant. */
function explain(diagnostic: Diagnostic, {resources}: Subject): Diagnostic {
  if (diagnostic.code !== 'expression/unknown-resource') return diagnostic;
  const {file, start, end} = diagnostic.span;
  const name = file.text.slice(start, end);
  const elsewhere = resources.keys().find((id) => partialId(id) === name);
  if (elsewhere === undefined) return diagnostic;
  const message = `there is no resource \`${name}\` in this namespace, and none of that name is imported`;
  return {...diagnostic, message, suggestion: `imports: from ${namespaceOf(elsewhere)} import ${name}`};
}

/** Names that a provider which is not loaded may have, if they are no slips; the rules need not look for them. */
function uncheckedNames(text: SourceText, {scope: {resources}, namespace, subject}: Place): readonly string[] {
  if (!subject.partial.has(namespace)) return [];
  return [...namesIn(text.text)].filter(
    (name) => !resources.has(name) && !resources.keys().some((known) => isOneSlip(name, known)),
  );
}

interface Place {
  readonly scope: CheckScope;
  readonly namespace: string;
  readonly subject: Subject;
}

function* checkText(text: SourceText, place: Place): Iterable<Diagnostic> {
  const {namespace, subject} = place;
  const unknown = uncheckedNames(text, place);
  // In a template's body a placeholder is read as a name or as part of a text; nothing is said of what stands there.
  const hasGaps = hasGap(text.text);
  const program = parseProgram(hasGaps ? {...text, text: text.text.replaceAll(gap, 'x')} : text);
  const used = unknown.length === 0 ? [] : resourceNames(program.value).filter(({name}) => unknown.includes(name));
  const scope = used.length === 0 ? place.scope : {...place.scope, resources: withNames(place.scope.resources, used)};
  for (const {span} of used) yield unchecked(subject, namespace, span);
  for (const diagnostic of [...program.diagnostics, ...checkProgram(program.value, scope)]) {
    if (!hasGaps || !isAboutGap(diagnostic.span)) yield explain(diagnostic, subject);
  }
}

function withNames(
  resources: ReadonlyMap<string, ResourceScope>,
  names: readonly {readonly name: string}[],
): ReadonlyMap<string, ResourceScope> {
  const all = new Map(resources);
  for (const {name} of names) all.set(name, {});
  return all;
}

function* checkRequires({requires, imports, id}: Job, subject: Subject): Iterable<Diagnostic> {
  if (requires === undefined) return;
  const namespace = namespaceOf(id);
  yield* checkText(requires, {scope: {resources: namesFor(namespace, imports, subject)}, namespace, subject});
}

/** The template's own name for its resource always stands for that resource. */
function* checkFilter(template: Template, subject: Subject): Iterable<Diagnostic> {
  const {filter, imports, resource, resourceName, record} = template;
  if (filter === undefined) return;
  const {namespace} = record.origin;
  const names = new Map(namesFor(namespace, imports, subject));
  names.set(resourceName, subject.resources.get(resource.id) ?? {});
  yield* checkText(filter, {scope: {resources: names, eachRecordOf: resourceName}, namespace, subject});
}

/** Programs are copied more often than written: what was faultless once, over the same names, is so again. */
function faultless(): (job: Job, check: () => readonly Diagnostic[]) => readonly Diagnostic[] {
  const clean = new Set<string>();
  return ({requires, imports, id}, check) => {
    const names = imports.map(({name, resource}) => `${name} ${resource.id}`);
    const key = [namespaceOf(id), ...names, requires?.text].join('\n');
    if (clean.has(key)) return [];
    const found = check();
    if (found.length === 0) clean.add(key);
    return found;
  };
}

/** A job and its siblings share their text, and mostly what they import. */
function onlyNew(): (job: Job) => boolean {
  const seen = new Map<SourceText, Value | undefined>();
  return ({requires, record}) => {
    if (requires === undefined) return false;
    const imports = record.fields.get('imports')?.value;
    if (seen.has(requires) && seen.get(requires) === imports) return false;
    seen.set(requires, imports);
    return true;
  };
}

/** Resource programs that cannot be read, or that cannot mean what they say. */
export const expressions: Rule = function* (subject): Iterable<Diagnostic> {
  const isNew = onlyNew();
  const unlessClean = faultless();
  for (const {job} of subject.jobs) {
    if (isNew(job)) yield* unlessClean(job, () => [...checkRequires(job, subject)]);
  }
  for (const unit of subject.set.units) if (unit.kind === 'template') yield* checkFilter(unit, subject);
};
