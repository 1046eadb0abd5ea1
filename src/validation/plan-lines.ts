import type {SourceText} from '../base/source.ts';
import {type Pattern, readGlob, readPattern} from '../planner/pattern.ts';
import type {ShapesByStart} from '../planner/shapes-by-start.ts';
import {couldMake, couldMeet} from '../planner/template-shape.ts';
import {jobsMatching, templatesNamed, type UnitIndex} from '../planner/unit-index.ts';
import {selectionsOf} from '../units/plan-patterns.ts';
import type {Job, Template, TestPlan} from '../units/unit.ts';

/** A line of a test plan that names or matches jobs. */
export interface PlanLine {
  readonly plan: TestPlan;
  readonly field: string;
  readonly text: SourceText;
  readonly pattern: Pattern;
  /** What it does with what it matches. */
  readonly does: 'select' | 'exclude' | 'override';
}

interface Known {
  readonly index: UnitIndex;
  readonly makers: ShapesByStart;
}

/** A line as it stands in many plans is read once. */
function reader({index, makers}: Known): (plan: TestPlan, text: SourceText) => Pattern {
  const known = new Map<string, Pattern>();
  const read = (text: string, namespace: string): Pattern => {
    const simple = readGlob(text, namespace);
    if (simple === undefined) return readPattern(text, namespace);
    const hasDot = /\.(?!\*)/.test(text.slice(text.indexOf('::') + 1));
    return !hasDot || match(index, makers, simple).units.length > 0 ? simple : readPattern(text, namespace);
  };
  return (plan, {text}) => {
    const {namespace} = plan.record.origin;
    const key = `${namespace} ${text}`;
    const pattern = known.get(key) ?? read(text, namespace);
    known.set(key, pattern);
    return pattern;
  };
}

/** The lines of every plan, those that select first. */
export function planLinesOf(plans: readonly TestPlan[], units: Known): ReadonlyMap<TestPlan, readonly PlanLine[]> {
  const read = reader(units);
  return new Map(
    plans.map((plan) => {
      const line = (field: string, text: SourceText, does: PlanLine['does']): PlanLine => {
        return {plan, field, text, pattern: read(plan, text), does};
      };
      const lines = [
        ...selectionsOf(plan).flatMap(([field, lines]) => lines.map(({pattern}) => line(field, pattern, 'select'))),
        ...plan.exclude.map(({pattern}) => line('exclude', pattern, 'exclude')),
        ...plan.categoryOverrides.map(({pattern}) => line('category_overrides', pattern, 'override')),
        ...plan.certificationStatusOverrides.map(({pattern}) =>
          line('certification_status_overrides', pattern, 'override'),
        ),
      ];
      return [plan, lines];
    }),
  );
}

/** `templates`: named by the line, or they could make a job that it matches. */
export interface Matched {
  readonly jobs: readonly Job[];
  readonly templates: readonly Template[];
  /** Both. */
  readonly units: readonly (Job | Template)[];
}

function matched(jobs: readonly Job[], templates: readonly Template[]): Matched {
  return {jobs, templates, units: [...jobs, ...templates]};
}

const nothing = matched([], []);

/** What a line matches, looked for once however many plans have it. */
export type Matches = (pattern: Pattern) => Matched;

export function matcher(index: UnitIndex, makers: ShapesByStart): Matches {
  const known = new Map<Pattern, Matched>();
  return (pattern) => {
    const before = known.get(pattern);
    if (before !== undefined) return before;
    const isReadable = pattern.type !== 'broken' && pattern.type !== 'partial';
    const found = isReadable ? match(index, makers, pattern) : nothing;
    known.set(pattern, found);
    return found;
  };
}

function match(
  index: UnitIndex,
  makers: ShapesByStart,
  pattern: Exclude<Pattern, {readonly type: 'broken' | 'partial'}>,
): Matched {
  const jobs = jobsMatching(index, pattern);
  const named = templatesNamed(index, pattern);
  if (pattern.type === 'id' && jobs.length + named.length > 0) return matched(jobs, named);
  const possible =
    pattern.type === 'id'
      ? makers.startingLike(pattern.id).filter((shape) => couldMake(shape, pattern.id))
      : makers.startingLike(pattern.prefix).filter((shape) => couldMeet(shape, pattern));
  return matched(jobs, [...named, ...possible.map(({template}) => template)]);
}
