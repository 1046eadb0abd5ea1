import type {PlanningRound} from '../../runners/driver.ts';
import type {Job} from '../../units/unit.ts';

function withUser(job: Job, user: string): Job {
  return job.user === undefined ? {...job, user} : job;
}

/** The round with a user for the jobs that name none. */
export function asUser(round: PlanningRound, user: string): PlanningRound {
  if (round.state === 'jobs-wanted') return {...round, jobs: round.jobs.map((job) => withUser(job, user))};
  const jobs = round.plan.jobs.map((line) => ('job' in line ? {...line, job: withUser(line.job, user)} : line));
  return {...round, plan: {...round.plan, jobs}};
}
