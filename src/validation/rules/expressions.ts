import type {Diagnostic} from '../../base/diagnostic.ts';
import {namespaceOf, partialId} from '../../base/ids.ts';
import type {SourceText} from '../../base/source.ts';
import type {CheckScope, ResourceScope} from '../../expressions/check/scope.ts';
import {checkProgram} from '../../expressions/check.ts';
import {maxProgramLength, parseExpression, parseProgram, programLines, resourceNames} from '../../expressions/parse.ts';
import type {Import, Job, Template} from '../../units/unit.ts';
import {gap, hasGap} from '../gaps.ts';
import type {Rule, Subject} from '../rule.ts';
import {isAboutGap} from '../skeleton.ts';
import {isOneSlip} from '../slip.ts';
import {isUnchecked, unchecked} from '../unchecked.ts';

/** A resource program with what decides about its meaning. */
interface Source {
  readonly text: SourceText;
  readonly namespace: string;
  readonly imports: readonly Import[];
  readonly eachRecordOf?: string;
}

function requiresOf({requires: text, imports, id}: Job): Source | undefined {
  return text && {text, imports, namespace: namespaceOf(id)};
}

/** The template's own name for its resource always stands for that resource. */
function filterOf({filter: text, imports, resource, resourceName, record}: Template): Source | undefined {
  const own = {name: resourceName, resource};
  return text && {text, imports: [...imports, own], namespace: record.origin.namespace, eachRecordOf: resourceName};
}

/** Equal where the names in a program stand for the same. */
function scopeKey({namespace, imports, eachRecordOf = ''}: Source): string {
  return [namespace, eachRecordOf, ...imports.map(({name, resource}) => `${name} ${resource.id}`)].join('\n');
}

function* sourcesOf({written, set}: Subject): Iterable<Source> {
  for (const {job} of written) {
    const source = requiresOf(job);
    if (source !== undefined) yield source;
  }
  for (const unit of set.units) {
    const source = unit.kind === 'template' && !unit.record.twin ? filterOf(unit) : undefined;
    if (source !== undefined) yield source;
  }
}

type Scopes = (source: Source) => CheckScope;

/** The names that the expressions of each unit may use. */
function scopesOf({namesIn, resources}: Subject): Scopes {
  const known = new Map<string, CheckScope>();
  const read = ({namespace, imports, eachRecordOf}: Source): CheckScope => {
    const names = new Map(namesIn.get(namespace));
    for (const {name, resource} of imports) names.set(name, resources.get(resource.id) ?? {});
    return {resources: names, ...(eachRecordOf === undefined ? {} : {eachRecordOf})};
  };
  return (source) => {
    const key = scopeKey(source);
    const scope = known.get(key) ?? read(source);
    known.set(key, scope);
    return scope;
  };
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

interface Checks {
  readonly subject: Subject;
  readonly mayBeElsewhere: MayBeElsewhere;
  readonly widen: ReturnType<typeof widener>;
}

type Names = ReadonlyMap<string, ResourceScope>;

/** The scope with names of which nothing more is known; most lines lack the same. */
function widener(): (resources: Names, names: readonly string[]) => Names {
  const known = new Map<Names, Map<string, Names>>();
  return (resources, names) => {
    if (names.length === 0) return resources;
    const wider = known.get(resources) ?? new Map<string, Names>();
    known.set(resources, wider);
    const key = names.join(' ');
    const all = wider.get(key) ?? new Map([...resources, ...names.map((name) => [name, {}] as const)]);
    wider.set(key, all);
    return all;
  };
}

interface Place {
  readonly scope: CheckScope;
  readonly namespace: string;
}

type LineCheck = (line: SourceText, place: Place) => Iterable<Diagnostic>;

/** Lines are copied more often than written: what was faultless once, over the same names, is so again. */
function faultless(check: LineCheck): LineCheck {
  const known = new Map<CheckScope, Map<string, readonly Diagnostic[]>>();
  return (line, place) => {
    const ofScope = known.get(place.scope) ?? new Map<string, readonly Diagnostic[]>();
    if (ofScope.size === 0) known.set(place.scope, ofScope);
    const before = ofScope.get(line.text);
    if (before !== undefined) return before.map((found) => ({...found, span: line.span}));
    const found = [...check(line, place)];
    if (found.every(isUnchecked)) ofScope.set(line.text, found);
    return found;
  };
}

function* checkLine(text: SourceText, {scope, namespace}: Place, checks: Checks): Iterable<Diagnostic> {
  const {subject, mayBeElsewhere, widen} = checks;
  // In a template's body a placeholder is read as a name or as part of a text; nothing is said of what stands there.
  const hasGaps = hasGap(text.text);
  const {value: expr, diagnostics} = parseExpression(hasGaps ? {...text, text: text.text.replaceAll(gap, 'x')} : text);
  const program = {text, lines: [{text, expr}]};
  const missing = resourceNames(program).filter(
    ({name}) => !scope.resources.has(name) && mayBeElsewhere(name, namespace),
  );
  for (const {span} of missing) yield unchecked(subject, namespace, span);
  const names = missing.map(({name}) => name);
  const resources = widen(scope.resources, names);
  for (const diagnostic of [...diagnostics, ...checkProgram(program, {...scope, resources})]) {
    if (!hasGaps || !isAboutGap(diagnostic.span) || diagnostic.code === peerDiffers) yield explain(diagnostic, subject);
  }
}

/** Of how the parts of a line are put together, whatever stands in them. */
const peerDiffers = 'expression/peer-differs';

/** Resource programs that cannot be read, or that cannot mean what they say. */
export const expressions: Rule = function* (subject): Iterable<Diagnostic> {
  const checks = {subject, mayBeElsewhere: elsewhere(subject), widen: widener()};
  const check = faultless((line, place) => checkLine(line, place, checks));
  const scopes = scopesOf(subject);
  const seen = new Map<SourceText, CheckScope>();
  for (const source of sourcesOf(subject)) {
    const {text, namespace} = source;
    const scope = scopes(source);
    // A unit and its siblings share their text, and mostly what they import.
    if (seen.get(text) === scope) continue;
    seen.set(text, scope);
    if (text.text.length > maxProgramLength) yield* parseProgram(text).diagnostics;
    else for (const line of programLines(text)) yield* check(line, {scope, namespace});
  }
};
