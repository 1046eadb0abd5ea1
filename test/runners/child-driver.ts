import {SessionError} from '../../src/session/session-error.ts';
import {line, planOf, resource, shell} from './jobs.ts';
import {createRig, finished} from './rig.ts';

export interface JobOrder {
  readonly name: string;
  readonly command: string;
  readonly flags?: readonly string[];
  readonly touches?: readonly string[];
  readonly plugin?: 'resource';
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
const plan = planOf(
  orders.jobs.map(({name, command, plugin, ...options}) =>
    line(plugin === 'resource' ? resource(name, command, options) : shell(name, command, options)),
  ),
);
const options = {
  ...(orders.bootId === undefined ? {} : {bootId: orders.bootId}),
  ...(orders.lanes === undefined ? {} : {lanes: orders.lanes}),
  ...(orders.plain === true ? {launcher: '/nonexistent'} : {}),
};

async function run(): Promise<void> {
  const {resume} = orders;
  const handle = resume === undefined ? await rig.start(plan, options) : await rig.resume(resume, plan, options);
  handle.subscribe((event) => {
    if (event.type === 'job-started') process.stdout.write(`started ${event.jobId}\n`);
    if (event.type === 'job-finished')
      process.stdout.write(`finished ${event.jobId} ${event.attempt} ${event.outcome}\n`);
  });
  for (const reason of ['SIGTERM', 'SIGINT']) process.on(reason, () => handle.send({type: 'interrupt', reason}));
  await finished(handle);
}

try {
  await run();
} catch (error) {
  if (!(error instanceof SessionError)) throw error;
  process.stdout.write(`stopped ${error.problem} ${error.message}\n`);
}
