import type {Absence} from '../../planner/explain-absence.ts';
import type {ExplainedResource, JobExplanation, Neighbour} from '../../planner/explain-job.ts';
import type {Plan} from '../../planner/plan.ts';
import type {JobHistory} from './job-history.ts';
import {jobToJson, placeToJson} from './plan-json.ts';

type Json = Readonly<Record<string, unknown>>;

export function explanationToJson(
  plan: Plan,
  {line, pulledBy, record, overrides, requirements, waits, waitedForBy}: JobExplanation,
  history: JobHistory | undefined,
): Json {
  return {
    plan: plan.id,
    ...jobToJson(line),
    pulledThrough: pulledBy.map(({line: {id, index}, edge, span}) => ({
      id,
      index,
      edge,
      ...(span === undefined ? {} : placeToJson(span)),
    })),
    ...(record === undefined ? {} : {recordValues: record}),
    overrides: overrides.map(({span, ...step}) => ({...step, ...placeToJson(span)})),
    ...(requirements === undefined
      ? {}
      : {requirements: {tree: requirements.tree, resources: requirements.resources.map(resourceToJson)}}),
    waits: waits.map(neighbourToJson),
    waitedForBy: waitedForBy.map(neighbourToJson),
    ...(history === undefined ? {} : {session: history}),
  };
}

function resourceToJson({name, id, state}: ExplainedResource): Json {
  if (state === undefined) return {name, id, state: 'not-run'};
  if (state.state === 'unknown') return {name, id, state: 'unknown', reason: state.reason};
  return {name, id, state: 'known', recordCount: state.records.length};
}

function neighbourToJson({id, kind, line}: Neighbour): Json {
  return line === undefined ? {id, kind} : {id, kind, index: line.index, status: line.status};
}

export function absenceToJson(plan: Plan, id: string, absence: Absence): Json {
  if (absence.type !== 'excluded') return {plan: plan.id, id, status: 'absent', absence};
  const {span, ...by} = absence.by;
  return {
    plan: plan.id,
    id,
    status: 'absent',
    absence: {type: absence.type, by: {...by, ...(span === undefined ? {} : placeToJson(span))}},
  };
}
