import {hash} from 'node:crypto';
import type {UnitId} from '../base/ids.ts';
import type {Provider, UnitSet} from '../catalog/unit-set.ts';
import {isPreparation, type Plan, type PlannedJob} from '../planner/plan.ts';
import type {UnitRecord} from '../units/record.ts';
import {valueToJson} from '../units/record-access.ts';
import type {Job} from '../units/unit.ts';
import type {DefinitionChange, JournalJob} from './events.ts';

/** Values without their places, so that a line added above a unit does not change it. */
function contentHash(record: UnitRecord, providerVersion: string): string {
  const fields = [...record.fields.values()]
    .map(({name, value}): readonly [string, unknown] => [name, valueToJson(value)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([providerVersion, fields]));
}

function texts(job: Job): Partial<JournalJob> {
  const {description, purpose, steps, verification, flags} = job;
  return {
    ...(description === undefined ? {} : {description}),
    ...(purpose === undefined ? {} : {purpose}),
    ...(steps === undefined ? {} : {steps}),
    ...(verification === undefined ? {} : {verification}),
    ...(flags.length === 0 ? {} : {flags}),
  };
}

interface Sources {
  readonly units: UnitSet;
  readonly versions: ReadonlyMap<string, Provider>;
}

function withoutDefinition({id, inclusion}: PlannedJob): JournalJob {
  const category: UnitId = id;
  return {
    id,
    summary: id,
    plugin: '',
    category,
    categoryName: '',
    certificationStatus: 'non-blocker',
    provider: '',
    contentHash: '',
    pulled: isPreparation(inclusion),
  };
}

function journalJob(line: PlannedJob, {units, versions}: Sources): JournalJob {
  const {job} = line;
  const fate = line.status === 'planned' ? {} : {inhibitor: line.inhibitor};
  if (job === undefined) return {...withoutDefinition(line), ...fate};
  const provider = job.record.origin.provider;
  const category = (line.status === 'dropped' ? job.category?.id : line.category) ?? job.category?.id ?? job.id;
  const template = job.instance?.template;
  const estimatedMs = line.status === 'dropped' ? job.estimatedMs : line.estimatedMs;
  return {
    id: line.id,
    summary: job.summary,
    ...texts(job),
    plugin: job.plugin,
    category,
    categoryName: units.categories.get(category)?.name ?? '',
    certificationStatus: line.status === 'dropped' ? job.certificationStatus : line.certificationStatus,
    provider,
    ...(template === undefined ? {} : {template}),
    ...(estimatedMs === undefined ? {} : {estimatedMs}),
    contentHash: contentHash(job.record, versions.get(provider)?.version ?? ''),
    ...(isPreparation(line.inclusion) ? {pulled: true} : {}),
    ...fate,
  };
}

/** The plan as the journal keeps it. */
export function journalJobs(plan: Plan, units: UnitSet): readonly JournalJob[] {
  const versions = new Map(units.providers.map((provider) => [provider.name, provider]));
  return plan.jobs.map((line) => journalJob(line, {units, versions}));
}

/** What a resume must say: which jobs are not what they were when the session began. */
export function definitionChanges(
  before: readonly JournalJob[],
  now: readonly JournalJob[],
): readonly DefinitionChange[] {
  const known = new Map(before.map((job) => [job.id, job]));
  const present = new Set(now.map(({id}) => id));
  const changes: DefinitionChange[] = [];
  for (const {id, contentHash: hash} of now) {
    const old = known.get(id);
    if (old === undefined) changes.push({type: 'added', jobId: id});
    else if (old.contentHash !== hash) changes.push({type: 'changed', jobId: id});
  }
  for (const {id} of before) if (!present.has(id)) changes.push({type: 'removed', jobId: id});
  return changes;
}
