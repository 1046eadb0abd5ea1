import type {Diagnostic} from '../../base/diagnostic.ts';
import {namespaceOf, partialId} from '../../base/ids.ts';
import type {SourceText} from '../../base/source.ts';
import type {CheckScope, ResourceScope} from '../../expressions/check/scope.ts';
import {checkProgram} from '../../expressions/check.ts';
import {parseProgram, resourceNames} from '../../expressions/parse.ts';
import type {Import, Job, Template} from '../../units/unit.ts';
import type {Value} from '../../units/value.ts';
import {gap, hasGap} from '../gaps.ts';
import type {Rule, Subject} from '../rule.ts';
import {isAboutGap} from '../skeleton.ts';
import {isOneSlip} from '../slip.ts';
import {isUnchecked, unchecked} from '../unchecked.ts';

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
  const other = resources.keys().find((id) => partialId(id) === name);
  if (other === undefined) return diagnostic;
  const message = `there is no resource \`${name}\` in this namespace, and none of that name is imported`;
  return {...diagnostic, message, suggestion: `imports: from ${namespaceOf(other)} import ${name}`};
}

type MayBeElsewhere = (name: string, namespace: string) => boolean;

/** Whether a provider that is not loaded may have the resource: nobody else has, and it is no slip for one that is here. */
function elsewhere({partial, namesIn: local, resources}: Subject): MayBeElsewhere {
  const everywhere = new Set(resources.keys().map(partialId));
  const known = new Map<string, boolean>();
  return (name, namespace) => {
    if (!partial.has(namespace)) return false;
    const key = `${namespace} ${name}`;
    const here = local.get(namespace)?.keys() ?? [];
    const answer = known.get(key) ?? (!everywhere.has(name) && ![...here].some((other) => isOneSlip(name, other)));
    known.set(key, answer);
    return answer;
  };
}

interface Place {
  readonly scope: CheckScope;
  readonly namespace: string;
  readonly checks: Checks;
}

interface Checks {
  readonly subject: Subject;
  readonly mayBeElsewhere: MayBeElsewhere;
}

function* checkText(text: SourceText, {scope, namespace, checks}: Place): Iterable<Diagnostic> {
  const {subject, mayBeElsewhere} = checks;
  // In a template's body a placeholder is read as a name or as part of a text; nothing is said of what stands there.
  const hasGaps = hasGap(text.text);
  const program = parseProgram(hasGaps ? {...text, text: text.text.replaceAll(gap, 'x')} : text);
  const missing = resourceNames(program.value).filter(
    ({name}) => !scope.resources.has(name) && mayBeElsewhere(name, namespace),
  );
  for (const {span} of missing) yield unchecked(subject, namespace, span);
  const resources = missing.length === 0 ? scope.resources : withNames(scope.resources, missing);
  for (const diagnostic of [...program.diagnostics, ...checkProgram(program.value, {...scope, resources})]) {
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

function* checkRequires({requires, imports, id}: Job, checks: Checks): Iterable<Diagnostic> {
  if (requires === undefined) return;
  const namespace = namespaceOf(id);
  const resources = namesFor(namespace, imports, checks.subject);
  yield* checkText(requires, {scope: {resources}, namespace, checks});
}

/** The template's own name for its resource always stands for that resource. */
function* checkFilter(template: Template, checks: Checks): Iterable<Diagnostic> {
  const {filter, imports, resource, resourceName, record} = template;
  if (filter === undefined) return;
  const {namespace} = record.origin;
  const names = new Map(namesFor(namespace, imports, checks.subject));
  names.set(resourceName, checks.subject.resources.get(resource.id) ?? {});
  yield* checkText(filter, {scope: {resources: names, eachRecordOf: resourceName}, namespace, checks});
}

/** Programs are copied more often than written: what was faultless once, over the same names, is so again. */
function faultless(check: (job: Job) => readonly Diagnostic[]): (job: Job) => readonly Diagnostic[] {
  const known = new Map<string, readonly Diagnostic[]>();
  return (job) => {
    const {requires, imports, id} = job;
    const names = imports.map(({name, resource}) => `${name} ${resource.id}`);
    const key = [namespaceOf(id), ...names, requires?.text].join('\n');
    const before = known.get(key);
    if (before !== undefined) return before.map((found) => ({...found, span: requires?.span ?? found.span}));
    const found = check(job);
    if (found.every(isUnchecked)) known.set(key, found.slice(0, 1));
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
  const checks = {subject, mayBeElsewhere: elsewhere(subject)};
  const isNew = onlyNew();
  const check = faultless((job) => [...checkRequires(job, checks)]);
  for (const {job} of subject.jobs) if (isNew(job)) yield* check(job);
  for (const unit of subject.set.units) if (unit.kind === 'template') yield* checkFilter(unit, checks);
};
