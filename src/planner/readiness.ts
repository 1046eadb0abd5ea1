import type {UnitId} from '../base/ids.ts';
import type {ResourceTable} from '../expressions/environment.ts';
import type {Job} from '../units/unit.ts';
import type {Inhibitor} from './plan.ts';
import {evaluateRequires, inhibitorOf} from './requirements.ts';

/** What is known when a job's turn comes. `outcomes` holds every job that got one, however it got it. */
export interface ReadinessContext {
  readonly resources: ResourceTable;
  readonly outcomes: ReadonlyMap<UnitId, string>;
}

export type Readiness = {readonly ready: true} | {readonly ready: false; readonly inhibitor: Inhibitor};

/**
 * Whether a job may start now, and if not, the first reason: its requirements, what it depends on, whose values it takes,
 * what it comes after, what it salvages.
 */
export function readiness(job: Job, context: ReadinessContext): Readiness {
  const inhibitor =
    inhibitorOf(evaluateRequires(job, context.resources)) ??
    dependencyInhibitor(job, context.outcomes) ??
    afterInhibitor(job, context.outcomes) ??
    salvageInhibitor(job, context.outcomes);
  return inhibitor === undefined ? {ready: true} : {ready: false, inhibitor};
}

/** All that it depends on, and all whose values it takes, must have passed. */
function dependencyInhibitor(job: Job, outcomes: ReadonlyMap<UnitId, string>): Inhibitor | undefined {
  for (const {id} of [...job.depends, ...job.inputs.map((input) => input.job)]) {
    const outcome = outcomes.get(id) ?? 'not-run';
    if (outcome !== 'pass') return {type: 'dependency-failed', job: id, outcome};
  }
  return undefined;
}

/** All must have had their turn, whatever came of it. */
function afterInhibitor(job: Job, outcomes: ReadonlyMap<UnitId, string>): Inhibitor | undefined {
  const waiting = job.after.find(({id}) => !outcomes.has(id));
  return waiting === undefined ? undefined : {type: 'dependency-failed', job: waiting.id, outcome: 'not-run'};
}

/** All must have failed; a crash is a failure. */
function salvageInhibitor(job: Job, outcomes: ReadonlyMap<UnitId, string>): Inhibitor | undefined {
  const failed = (id: UnitId): boolean => outcomes.get(id) === 'fail' || outcomes.get(id) === 'crash';
  if (job.salvages.every(({id}) => failed(id))) return undefined;
  return {type: 'nothing-to-salvage', jobs: job.salvages.map(({id}) => id)};
}
