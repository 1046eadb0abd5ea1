import {existsSync} from 'node:fs';
import {counted} from '../../base/counted.ts';
import {partialId, type UnitId} from '../../base/ids.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import {neededResources} from '../../planner/needed-resources.ts';
import {reachable} from '../../planner/reachable.ts';
import {selectPlan} from '../../planner/select.ts';
import {defaultLimits} from '../../runners/job/execution.ts';
import {currentIdentity, tryUser} from '../../runners/process/become-user.ts';
import {openJobGroups} from '../../runners/process/control-group.ts';
import {SudoTalk} from '../../runners/process/sudo.ts';
import type {SudoDecision} from '../../runners/tui/ask-sudo.tsx';
import type {Tui} from '../../runners/tui/open-tui.tsx';
import {isSettled} from '../../session/apply.ts';
import type {SessionSettings} from '../../session/settings.ts';
import type {SessionState} from '../../session/state.ts';
import type {TestPlan} from '../../units/unit.ts';
import {plainFieldText} from '../../units/written-text.ts';
import type {CliContext} from '../context.ts';
import {launcherProgram} from './launcher-program.ts';
import type {RunRights} from './session-run.ts';

interface ToRun {
  readonly set: UnitSet;
  readonly plan: TestPlan;
  readonly settings: SessionSettings;
  /** At a resume: what is done already, and what of it is to run once more. */
  readonly before?: {readonly state: SessionState; readonly again: readonly UnitId[]};
}

interface OthersWork {
  readonly id: UnitId;
  readonly user: string;
  readonly isTemplate: boolean;
}

/** Whether nothing of it is left to run, as far as a session knows. */
function isOver({id, isTemplate}: OthersWork, {before}: ToRun): boolean {
  if (before === undefined) return false;
  const {state, again} = before;
  const ids = isTemplate ? state.jobs.flatMap((job) => (job.template === id ? [job.id] : [])) : [id];
  if (isTemplate && state.jobs.length === 0) return false;
  return ids.every((each) => isSettled(state, each) && !again.includes(each));
}

/** What the plan may run as another user, its resource jobs first. */
function worksOfOthers(run: ToRun): readonly OthersWork[] {
  const {set, plan, settings} = run;
  const {match, exclude = []} = settings;
  const selection = selectPlan(set, plan, {exclude, ...(match === undefined ? {} : {match})});
  const {jobs, templates} = reachable(set, selection);
  const resources = neededResources(set, selection).order.flatMap((id) => set.jobs.get(id) ?? []);
  const units = [
    ...new Set([...resources, ...jobs]).values().map((unit) => ({unit, isTemplate: false})),
    ...templates.map((unit) => ({unit, isTemplate: true})),
  ];
  return units.flatMap(({unit: {id, record}, isTemplate}) => {
    const user = plainFieldText(record, 'user')?.trim() ?? '';
    const work = {id, user, isTemplate};
    return user === '' || isOver(work, run) ? [] : [work];
  });
}

function whyOf(works: readonly OthersWork[]): string {
  const templates = works.filter(({isTemplate}) => isTemplate).length;
  const jobs = works.length - templates;
  const parts = [
    ...(jobs === 0 ? [] : [counted(jobs, 'job')]),
    ...(templates === 0 ? [] : [`the jobs of ${counted(templates, 'template')}`]),
  ];
  const users = [...new Set(works.map(({user}) => user))].join(' and ');
  const verb = works.length === 1 && templates === 0 ? 'runs' : 'run';
  return `${parts.join(' and ')} of this plan ${verb} as ${users}. For that sudo asks once, for the whole run; what is typed is kept nowhere. With Enter alone the run goes on without them.`;
}

/**
 * The rights for a run, root's among them where jobs of the plan need those and a person gives sudo its password; undefined:
 * the person left.
 */
export async function askRoot(context: CliContext, tui: Tui, run: ToRun): Promise<RunRights | undefined> {
  // Before sudo runs: it would stand beside us, and no groups can be made then.
  const groups = openJobGroups();
  const decision = await decide(context, tui, run);
  if (decision.type === 'leave') return undefined;
  return decision.type === 'root' ? {groups, root: decision.root} : {groups};
}

async function decide(context: CliContext, tui: Tui, run: ToRun): Promise<SudoDecision> {
  const {host} = context;
  const program = launcherProgram(context);
  const works = worksOfOthers(run);
  const identity = currentIdentity();
  const users = [...new Set(works.map(({user}) => user))];
  const answers = await Promise.all(users.map(async (user) => [user, await tryUser(user, identity, host)] as const));
  const asking = new Map(
    answers.flatMap(([user, access]) => (access.state === 'asks' ? [[user, access] as const] : [])),
  );
  if (asking.size === 0 || !existsSync(program)) return {type: 'without'};
  const waiting = works.filter(({user}) => asking.has(user));
  const talk = new SudoTalk({
    program,
    graceMs: run.settings.graceMs ?? defaultLimits.graceMs,
    onTerminal: [...asking.values()].some(({onTerminal}) => onTerminal),
    path: host.env['PATH'],
  });
  const names = waiting.map(({id, isTemplate}) => `${partialId(id)}${isTemplate ? ' (template)' : ''}`);
  return tui.askSudo({why: whyOf(waiting), names, talk});
}
