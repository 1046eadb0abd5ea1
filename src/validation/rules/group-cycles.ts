import type {Diagnostic} from '../../base/diagnostic.ts';
import type {Job} from '../../units/unit.ts';
import {cyclesIn, type Edge, gather, tellCycle} from '../cycle-steps.ts';
import type {Rule, Subject} from '../rule.ts';
import {suspendJobs} from '../waits.ts';
import {placeOf} from '../where.ts';

/** A group, or a job that is in none. */
type Block = string | Job;

interface BlockEdge extends Edge<Block> {
  readonly wait: Edge<Job>;
}

/** The jobs of a group that run after a suspend are a block of their own, as the planner has it. */
function blockOf(job: Job): Block {
  if (job.group === undefined) return job;
  const suspend = [...job.depends, ...job.after].find(({id}) => suspendJobs.has(id));
  return suspend === undefined ? job.group : `${job.group} after ${suspend.id}`;
}

/** The way through the jobs: where one wait ends at another job of the group than the next begins, a step between them. */
function stepsOf(edges: readonly BlockEdge[]): readonly Edge<Job>[] {
  return edges.flatMap(({wait}, at) => {
    const next = edges[(at + 1) % edges.length]?.wait;
    if (next === undefined || next.from === wait.to) return [wait];
    const says = `is in the group ${wait.to.group} with`;
    return [wait, {from: wait.to, to: next.from, says, span: placeOf(wait.to, 'group')}];
  });
}

/** The jobs in groups and all that they wait for: whatever leads back to a group is among them. */
function aroundGroups({set, waitsFrom}: Subject): readonly Job[] {
  const jobs = [...set.jobs.values()];
  const found = new Set(jobs.filter(({group}) => group !== undefined));
  for (const job of found) for (const {to} of waitsFrom().get(job) ?? []) found.add(to);
  return found.size === 0 ? [] : jobs.filter((job) => found.has(job));
}

/** Jobs of one group that wait for each other by way of a job outside: nothing runs between the jobs of a group. */
export const groupCycles: Rule = function* (subject): Iterable<Diagnostic> {
  const jobs = aroundGroups(subject);
  const edges: BlockEdge[] = [];
  for (const wait of jobs.flatMap((job) => subject.waitsFrom().get(job) ?? [])) {
    const [from, to] = [blockOf(wait.from), blockOf(wait.to)];
    if (from !== to) edges.push({...wait, from, to, wait});
  }
  for (const cycle of cyclesIn(new Set(jobs.map(blockOf)), gather(edges))) {
    const steps = stepsOf(cycle);
    const jumps = steps.length - cycle.length;
    // Without a jump it is a cycle of jobs, with several it takes a plan that has them all.
    if (jumps === 0) continue;
    const together =
      'nothing runs between the jobs of a group, so these wait for each other and cannot run in one plan';
    yield* tellCycle(steps, {
      code: 'plan/cycle',
      severity: jumps === 1 ? 'error' : 'warning',
      alone: together,
      together,
    });
  }
};
