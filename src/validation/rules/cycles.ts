import type {Diagnostic} from '../../base/diagnostic.ts';
import type {UnitId} from '../../base/ids.ts';
import type {Span} from '../../base/source.ts';
import {findKnots, shortestCycle} from '../../planner/cycles.ts';
import {templateOrder} from '../../templates/template-order.ts';
import {suspendFlags} from '../../transforms/suspend.ts';
import type {Job, TestPlan} from '../../units/unit.ts';
import {resourcesNamed} from '../reach.ts';
import type {JobView, Rule, Subject} from '../rule.ts';

/** That one thing waits for another, or holds it, and where that is written. */
interface Edge<T> {
  readonly from: T;
  readonly to: T;
  readonly says: string;
  readonly span: Span;
  /** It is written in what is waited for. */
  readonly turned?: true;
}

type Edges<T> = ReadonlyMap<T, readonly Edge<T>[]>;

function gather<T>(edges: Iterable<Edge<T>>): Edges<T> {
  const found = new Map<T, Edge<T>[]>();
  for (const edge of edges) {
    const known = found.get(edge.from);
    if (known === undefined) found.set(edge.from, [edge]);
    else known.push(edge);
  }
  return found;
}

/** A shortest cycle through the first member of every knot. */
function* cyclesIn<T>(nodes: Iterable<T>, edges: Edges<T>): Iterable<readonly Edge<T>[]> {
  const next = (node: T): readonly T[] => edges.get(node)?.map(({to}) => to) ?? [];
  for (const knot of findKnots(nodes, next)) {
    const [start] = knot;
    if (start === undefined) continue;
    const path = shortestCycle(start, new Set(knot), next);
    const steps = path.flatMap((node, at) => {
      const to = path[at + 1] ?? start;
      return edges.get(node)?.find((edge) => edge.to === to) ?? [];
    });
    if (steps.length > 0) yield steps;
  }
}

const suspendJobs: ReadonlySet<string> = new Set(suspendFlags.map(({job}) => job));

/** A twin that runs after suspend has its original's place before suspend copied; that is no contradiction. */
function isCopied({depends, after}: Job, id: UnitId): boolean {
  return suspendJobs.has(id) && [...depends, ...after].some((other) => other.id === id);
}

function* waitsOf(view: JobView): Iterable<{readonly id: UnitId; readonly span: Span; readonly says: string}> {
  const {job} = view;
  for (const {id, span} of job.depends) yield {id, span, says: 'depends on'};
  for (const {id, span} of job.after) yield {id, span, says: 'comes after'};
  for (const {job: other} of job.inputs) yield {id: other.id, span: other.span, says: 'takes an output of'};
  const {requires} = job;
  if (requires === undefined) return;
  for (const id of resourcesNamed(view)) yield {id, span: requires.span, says: 'requires the records of'};
}

function* waits({set, jobs}: Subject): Iterable<Edge<Job>> {
  for (const view of jobs) {
    const {job, unit} = view;
    if (unit.kind === 'template') continue;
    for (const {id, span, says} of waitsOf(view)) {
      const to = set.jobs.get(id);
      if (to !== undefined) yield {from: unit, to, says, span};
    }
    for (const {id, span} of job.before) {
      const from = set.jobs.get(id);
      if (from !== undefined && !isCopied(job, id)) yield {from, to: unit, says: 'comes before', span, turned: true};
    }
  }
}

function* nested({set}: Subject): Iterable<Edge<TestPlan>> {
  for (const plan of set.testPlans.values()) {
    for (const {id, span} of plan.nestedParts) {
      const to = set.testPlans.get(id);
      if (to !== undefined) yield {from: plan, to, says: 'nests', span};
    }
  }
}

interface Told {
  readonly code: 'plan/cycle' | 'plan/nested-cycle';
  readonly alone: string;
  readonly together: string;
}

function tell<T extends Job | TestPlan>(steps: readonly Edge<T>[], {code, alone, together}: Told): Diagnostic[] {
  const [first] = steps;
  if (first === undefined) return [];
  const path = [...steps.map(({from}) => from.id), first.from.id].join(' → ');
  const message = steps.length === 1 ? alone : `${together}: ${path}`;
  const related = steps.map(({from, to, says, span, turned}) => {
    const [subject, object] = turned === true ? [to, from] : [from, to];
    return {message: `${subject.id} ${says} ${object.id}`, span};
  });
  return [{code, severity: 'error', message, span: first.span, related}];
}

/** Jobs and templates that wait for each other, and test plans that are nested in themselves. */
export const cycles: Rule = function* (subject): Iterable<Diagnostic> {
  const {set} = subject;
  for (const steps of cyclesIn(set.jobs.values(), gather(waits(subject)))) {
    const alone = 'this job waits for itself, so it cannot run';
    const together = 'these jobs wait for each other, so none of them can run';
    yield* tell(steps, {code: 'plan/cycle', alone, together});
  }
  for (const steps of cyclesIn(set.testPlans.values(), gather(nested(subject)))) {
    const alone = 'this test plan is nested in itself';
    yield* tell(steps, {code: 'plan/nested-cycle', alone, together: alone});
  }
  yield* templateOrder([...set.templates.values()], new Set(set.jobs.keys())).diagnostics;
};
