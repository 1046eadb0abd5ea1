import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Host} from '../base/host.ts';
import type {UnitId} from '../base/ids.ts';
import {version} from '../base/version.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import type {ResourceState} from '../expressions/environment.ts';
import type {Probe} from '../resources/probe.ts';
import type {Job} from '../units/unit.ts';
import {createExecutor, type Executor} from './job/execute.ts';
import {defaultLimits} from './job/execution.ts';
import {openWorkspace} from './job/workspace.ts';
import {currentIdentity, sudoAsRoot, whyNotUser} from './process/become-user.ts';
import {openStarter} from './process/open-starter.ts';

export type ReadResources = ReadonlyMap<UnitId, ResourceState>;

export interface SurveyOptions {
  readonly units: UnitSet;
  /** What is to be read next, given what is known; empty when nothing more is needed. */
  readonly wanted: (resources: ReadResources) => readonly Job[];
  readonly probe: (name: string) => Probe | undefined;
  readonly host: Host;
  /** The compiled program that starts processes fast, where there is one. */
  readonly launcher?: string;
  /** Told before each is read. */
  readonly onRead?: (job: Job) => void;
}

/** Why a resource job cannot run as the user it asks for, as the resource's state. */
async function refusal(job: Job, host: Host): Promise<ResourceState | undefined> {
  if (job.user === undefined) return undefined;
  const reason = await whyNotUser(job.user, currentIdentity(), host);
  return reason === undefined ? undefined : {state: 'unknown', reason};
}

async function read(job: Job, executor: Executor, host: Host): Promise<ResourceState> {
  const refused = await refusal(job, host);
  if (refused !== undefined) return refused;
  const {resource} = await executor.run({job, attempt: 1, again: false, inputs: new Map()}, () => undefined).ended;
  return resource ?? {state: 'unknown', reason: `${job.id} is no resource job`};
}

/** Reads resources of this machine without a session: nothing is journalled and nothing is left behind. */
export async function survey({units, wanted, probe, host, launcher, onRead}: SurveyOptions): Promise<ReadResources> {
  const directory = mkdtempSync(join(tmpdir(), 'assay-survey-'));
  mkdirSync(join(directory, 'share'));
  mkdirSync(join(directory, 'output'));
  const workspace = openWorkspace(directory);
  const starter = openStarter(launcher, defaultLimits.graceMs);
  const executor = createExecutor({
    host,
    providers: units.providers,
    probe,
    session: {id: 'survey', directory},
    workspace,
    starter,
    asRoot: sudoAsRoot,
    identity: currentIdentity(),
    environment: {},
    limits: defaultLimits,
    version,
    respawnCommand: '',
  });
  const resources = new Map<UnitId, ResourceState>();
  try {
    for (let jobs = wanted(resources); jobs.length > 0; jobs = wanted(resources)) {
      for (const job of jobs) {
        onRead?.(job);
        resources.set(job.id, await read(job, executor, host));
      }
    }
    return resources;
  } finally {
    await starter.close();
    workspace.close();
    rmSync(directory, {recursive: true, force: true});
  }
}
