import {countFront} from '../base/count-front.ts';
import type {Diagnostic, Severity} from '../base/diagnostic.ts';
import {namespaceOf, type UnitId} from '../base/ids.ts';
import type {Span} from '../base/source.ts';
import {fitsLiterals} from '../planner/fits-literals.ts';
import {couldMake, type TemplateShape} from '../planner/template-shape.ts';
import {isJob, type Template, type Unit} from '../units/unit.ts';
import {hasGap, literalsOf, shown} from './gaps.ts';
import {finding, type Subject} from './rule.ts';
import {type Target, unitsFor} from './suggest.ts';
import {unchecked} from './unchecked.ts';

/** Where something is named that should be there. */
export interface Mention {
  readonly field: string;
  readonly id: UnitId;
  readonly span: Span;
  readonly target: Target;
  /** The namespace of the unit that names it. */
  readonly namespace: string;
}

/** Whether an id with gaps and the ids of a template could ever be the same. */
function couldBe(literals: readonly string[], shape: TemplateShape): boolean {
  if (shape.literals.length === 1) return fitsLiterals(literals, shape.prefix);
  const {0: first = '', length} = literals;
  const last = literals[length - 1] ?? '';
  const theirFirst = shape.prefix;
  const theirLast = shape.literals.at(-1) ?? '';
  return (
    (first.startsWith(theirFirst) || theirFirst.startsWith(first)) &&
    (last.endsWith(theirLast) || theirLast.endsWith(last))
  );
}

/** Templates that could make a unit of this id, which may have gaps. */
export function makersFor({makers}: Subject, id: UnitId, target: Target): readonly Template[] {
  const literals = hasGap(id) ? literalsOf(id) : undefined;
  return makers(target)
    .startingLike(literals?.[0] ?? id)
    .filter((shape) => (literals === undefined ? couldMake(shape, id) : couldBe(literals, shape)))
    .map(({template}) => template);
}

/** The units of this id; of an id with gaps, those that it could be. */
export function unitsNamed(subject: Subject, id: UnitId, target: Target): readonly Unit[] {
  const maps = unitsFor(subject.set, target);
  if (!hasGap(id)) return maps.flatMap((units) => ofTarget(units.get(id), target) ?? []);
  const literals = literalsOf(id);
  const found: Unit[] = [];
  for (const units of maps) {
    for (const known of idsLike(subject, units, literals[0] ?? '')) {
      const unit = fitsLiterals(literals, known) ? ofTarget(units.get(known), target) : undefined;
      if (unit !== undefined) found.push(unit);
    }
  }
  return found;
}

/** Ids that begin with the prefix; of the many jobs, without looking at the others. */
function* idsLike({set, index}: Subject, units: ReadonlyMap<UnitId, Unit>, prefix: string): Iterable<UnitId> {
  if (units !== set.jobs) {
    yield* units.keys();
    return;
  }
  const {sortedIds} = index;
  let at = countFront(sortedIds, (id) => id < prefix);
  for (let id = sortedIds[at]; id?.startsWith(prefix); id = sortedIds[++at]) yield id;
}

function ofTarget(unit: Unit | undefined, target: Target): Unit | undefined {
  return unit !== undefined && (target !== 'resource' || (isJob(unit) && unit.plugin === 'resource'))
    ? unit
    : undefined;
}

/** A unit of another kind that has the id: it cannot be meant, but it explains. */
function otherKind({set}: Subject, id: UnitId): Unit | undefined {
  const maps = [set.jobs, set.templates, set.testPlans, set.categories, set.manifestEntries, set.exporters];
  for (const map of maps) {
    const unit = map.get(id);
    if (unit !== undefined) return unit;
  }
  return undefined;
}

/** Most that name an instance with gaps are themselves made by a template, so templates are asked first. */
export function exists(subject: Subject, {id, target}: Mention): boolean {
  if (!hasGap(id) && unitsNamed(subject, id, target).length > 0) return true;
  return makersFor(subject, id, target).length > 0 || (hasGap(id) && unitsNamed(subject, id, target).length > 0);
}

function describeKind(unit: Unit): string {
  if (unit.kind === 'template') return "template's own id, not that of a job it makes";
  return isJob(unit) ? `${unit.kind} with the plugin ${unit.plugin}` : unit.kind;
}

/** What is wrong with naming `id` here; undefined where it is there, or may be in a namespace that is not loaded. */
export function checkMention(subject: Subject, mention: Mention, severity: Severity = 'error'): Diagnostic | undefined {
  const {id, field, span, target, namespace} = mention;
  if (exists(subject, mention) || subject.broken.has(id) || subject.absent.has(namespaceOf(id))) return undefined;
  const other = otherKind(subject, id);
  if (other !== undefined) {
    const kind = describeKind(other);
    return finding({
      code: 'catalog/wrong-kind',
      severity,
      message: `The field "${field}" names a ${target}, and ${id} is a ${kind}.`,
      span,
      related: [{message: 'it is here', span: other.span}],
    });
  }
  const isPartial = subject.partial.has(namespaceOf(id));
  const suggestion = hasGap(id) ? undefined : (isPartial ? subject.slipFor : subject.suggest)(id, target, namespace);
  // Another provider of the namespace may have it, unless it is plainly a slip for one that is there.
  if (isPartial && suggestion === undefined) return unchecked(subject, namespaceOf(id), span);
  return finding({
    code: 'catalog/unknown-reference',
    severity,
    message: `The field "${field}" names ${shown(id)}, and there is no such ${target}.`,
    span,
    suggestion,
  });
}
