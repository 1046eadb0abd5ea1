import type {Host} from '../../base/host.ts';
import type {Provider} from '../../catalog/unit-set.ts';
import type {Probe} from '../../resources/probe.ts';
import type {ProcessInput} from '../input.ts';
import type {AsRoot, Identity} from '../process/become-user.ts';
import type {JobGroups} from '../process/control-group.ts';
import type {Secret} from '../process/mask.ts';
import type {Starter} from '../process/starter.ts';
import type {Workspace} from './workspace.ts';

export type OutputListener = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;

/** What the end of a job's process or probe says. */
export type ExecutionEnd = Omit<Extract<ProcessInput, {readonly type: 'process-ended'}>, 'type' | 'jobId'>;

export interface Execution {
  /** Undefined where no process runs, or not yet. */
  pid(): number | undefined;
  readonly ended: Promise<ExecutionEnd>;
  stop(): void;
}

export interface ExecutionLimits {
  /** For jobs that give none themselves, as they are. */
  readonly defaultTimeoutMs?: number;
  readonly defaultSilenceTimeoutMs?: number;
  /** What the limits that jobs give are multiplied with, for slow machines; 1 unless given. */
  readonly timeoutFactor?: number;
  readonly graceMs: number;
  readonly maxOutputBytes: number;
  readonly probeTimeoutMs: number;
}

export const defaultLimits: ExecutionLimits = {
  graceMs: 5000,
  maxOutputBytes: 1024 * 1024 * 1024,
  probeTimeoutMs: 30_000,
};

export interface ExecutorOptions {
  readonly host: Host;
  readonly providers: readonly Provider[];
  readonly probe: (name: string) => Probe | undefined;
  readonly session: {readonly id: string; readonly directory: string};
  readonly workspace: Workspace;
  readonly starter: Starter;
  /** Root's, where a person has given a password for it. */
  readonly rootStarter?: Starter | undefined;
  readonly asRoot: AsRoot;
  /** Absent where jobs get no control groups of their own. */
  readonly groups?: JobGroups | undefined;
  readonly identity: Identity;
  /** What must not be seen in any output. */
  readonly secrets?: readonly Secret[] | undefined;
  /** From the launcher; goes to every job. */
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: ExecutionLimits;
  readonly version: string;
  /** What a job that restarts the machine can run to go on with the session. */
  readonly respawnCommand: string;
}
