import {line, planOf, shell} from './jobs.ts';
import {createRig, finished} from './rig.ts';

export interface JobOrder {
  readonly name: string;
  readonly command: string;
  readonly flags?: readonly string[];
  readonly touches?: readonly string[];
}

/** Runs or resumes a session in a process that a test can kill. Prints each finished job once it was shown. */
export interface Orders {
  readonly directory: string;
  readonly resume?: string;
  readonly bootId?: string;
  /** Start the jobs without the launcher. */
  readonly plain?: boolean;
  readonly lanes?: number;
  readonly jobs: readonly JobOrder[];
}

const orders: Orders = JSON.parse(process.argv[2] ?? '{}');
const rig = createRig(orders.directory);
const plan = planOf(orders.jobs.map(({name, command, ...options}) => line(shell(name, command, options))));
const options = {
  ...(orders.bootId === undefined ? {} : {bootId: orders.bootId}),
  ...(orders.lanes === undefined ? {} : {lanes: orders.lanes}),
  ...(orders.plain === true ? {launcher: '/nonexistent'} : {}),
};
const handle =
  orders.resume === undefined ? await rig.start(plan, options) : await rig.resume(orders.resume, plan, options);
handle.subscribe((event) => {
  if (event.type === 'job-started') process.stdout.write(`started ${event.jobId}\n`);
  if (event.type === 'job-finished')
    process.stdout.write(`finished ${event.jobId} ${event.attempt} ${event.outcome}\n`);
});
process.on('SIGTERM', () => handle.send({type: 'interrupt', reason: 'SIGTERM'}));
await finished(handle);
