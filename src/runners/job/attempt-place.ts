import {rmSync} from 'node:fs';
import type {Job} from '../../units/unit.ts';
import {type AsRoot, type Identity, userPrefix} from '../process/become-user.ts';
import type {ProcessReport} from '../process/process.ts';
import type {Starter} from '../process/starter.ts';
import type {Workspace} from './workspace.ts';

/** Who runs a job's command, and so who must be able to use its files. */
export interface Owner {
  /** What stands before the command. */
  readonly prefix: readonly string[];
  /** It is another user, so that ending it may need sudo. */
  readonly isOther: boolean;
  /** It is a user with fewer rights than root, to whom our files are closed. */
  readonly isLesser: boolean;
  /** The command is started by root's launcher, not by ours. */
  readonly throughRoot: boolean;
}

/** `rootStarter`: what starts processes as root, where there is that. */
export function ownerOf(
  {user}: Job,
  {identity, rootStarter}: {readonly identity: Identity; readonly rootStarter?: Starter | undefined},
): Owner {
  const prefix = userPrefix(user, identity);
  const isOther = prefix.length > 0;
  const throughRoot = rootStarter !== undefined && prefix[0] === 'sudo';
  return {
    prefix: throughRoot && user === 'root' ? [] : prefix,
    isOther,
    isLesser: isOther && user !== 'root',
    throughRoot,
  };
}

/** The files made for one attempt. */
export interface Place {
  readonly cwd: string;
  /** Where it writes its outputs, if it has any. */
  readonly outputs?: string;
  /** Its command where that is too long for a command line. */
  readonly script?: string;
  /** Removes them; gives the names of what the attempt left in its working directory. */
  clear(report: ProcessReport): readonly string[];
}

/** One word of a command line can be 128 KiB long. */
const maxWordBytes = 120_000;

interface Placing {
  readonly job: Job;
  readonly command: string;
  readonly owner: Owner;
  readonly asRoot: AsRoot;
}

export function makePlace(workspace: Workspace, {job, command, owner, asRoot}: Placing): Place {
  const {isOther, isLesser} = owner;
  const own = job.flags.includes('preserve-cwd') ? undefined : workspace.makeDirectory({forOthers: isLesser});
  const outputs = job.outputs.size === 0 ? undefined : workspace.makeFile('', {mode: isLesser ? 0o666 : 0o600});
  const isLong = Buffer.byteLength(command) > maxWordBytes;
  const script = isLong ? workspace.makeFile(command, {mode: 0o755}) : undefined;
  return {
    cwd: own ?? process.cwd(),
    ...(outputs === undefined ? {} : {outputs}),
    ...(script === undefined ? {} : {script}),
    clear({notes}) {
      for (const path of [outputs, script]) if (path !== undefined) rmSync(path, {force: true});
      const mayBeInUse = notes.length > 0;
      return own === undefined
        ? []
        : workspace.removeDirectory(own, {asRoot: isOther ? asRoot : undefined, mayBeInUse});
    },
  };
}
