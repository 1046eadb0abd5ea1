import {type ChildProcessByStdio, spawn} from 'node:child_process';
import type {Readable, Writable} from 'node:stream';
import {messageOf} from '../../../base/message-of.ts';
import type {PipePair} from '../pipes.ts';
import {type Exit, notStarted, type Started, type Starter, type StartOrder} from '../starter.ts';
import {encodeClose, encodeHelper, encodePair, encodeRun, parseReply, type Reply} from './protocol.ts';

/** The compiled program, running. */
export interface LauncherProcess {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable | null>;
  /** It has said that it is ready. */
  readonly isReady: boolean;
}

export interface LauncherOptions {
  /** Called once more where it was killed. Throws where it cannot be had again. */
  readonly run: () => LauncherProcess;
  /** Between SIGTERM and SIGKILL when it ends everything, also because we are no more. */
  readonly graceMs: number;
  /** Takes over where the program cannot be run at all. */
  readonly fallback: Starter;
}

interface Job {
  pid: number | undefined;
  readonly order: StartOrder;
  settle(): void;
  end(exit: Exit): void;
}

/** One life of the program. */
interface Life {
  readonly child: LauncherProcess['child'];
  readonly announced: Set<number>;
  isReady: boolean;
}

const closingMs = 10_000;

/** The kernel has ended the job with the launcher, but not what the job started. */
function endGroup({pid}: Job): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing of it is left, or it is another user's, which is told of as left running.
  }
}

/**
 * Starts processes by a small program that does nothing else, which is several times faster than from here, sees what they
 * used and whether they left others behind, and ends them all when we are gone. Killed, it is started once more.
 */
export class Launcher implements Starter {
  readonly #options: LauncherOptions;
  readonly #jobs = new Map<number, Job>();
  #life: Life | undefined;
  #isBroken = false;
  #isClosing = false;
  /** It has had every process it ever started under its eyes. */
  #isSure = true;
  #count = 0;

  constructor(options: LauncherOptions) {
    this.#options = options;
  }

  /** Runs it now rather than with the first order. */
  connect(): void {
    this.#living();
  }

  start(order: StartOrder): Started {
    if (this.#isBroken) return this.#options.fallback.start(order);
    const number = this.#count++;
    const {pair} = order;
    try {
      const life = this.#living();
      const frame = encodeRun(number, {...order, pair: pair.number});
      if (!life.announced.has(pair.number)) this.#send(life, encodePair(pair.number, pair.paths));
      life.announced.add(pair.number);
      const started = this.#follow(number, order);
      this.#send(life, frame);
      return started;
    } catch (error) {
      return notStarted(messageOf(error));
    }
  }

  drop(pair: PipePair): void {
    this.#options.fallback.drop(pair);
    const life = this.#life;
    if (life?.announced.delete(pair.number) === true) this.#send(life, encodeClose(pair.number));
  }

  /** A program whose output and end are of no interest. */
  runHelper(words: readonly string[]): void {
    if (this.#life !== undefined) this.#send(this.#life, encodeHelper(words));
  }

  async close(): Promise<boolean> {
    await this.#options.fallback.close();
    const child = this.#life?.child;
    this.#isClosing = true;
    if (child === undefined) return this.#isSure;
    const code = await new Promise<number | null>((resolve) => {
      const timer = setTimeout(() => {
        if (!child.kill('SIGKILL')) resolve(null);
      }, this.#options.graceMs + closingMs);
      child.once('close', (code) => {
        clearTimeout(timer);
        resolve(code);
      });
      child.stdin.end();
    });
    return this.#isSure && code === 0;
  }

  #follow(number: number, order: StartOrder): Started {
    let settle: () => void = () => undefined;
    let end: (exit: Exit) => void = () => undefined;
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const exited = new Promise<Exit>((resolve) => {
      end = resolve;
    });
    const job: Job = {pid: undefined, order, settle, end};
    this.#jobs.set(number, job);
    return {pid: () => job.pid, settled, exited};
  }

  #send({child}: Life, frame: Buffer): void {
    child.stdin.write(frame);
  }

  #living(): Life {
    if (this.#life !== undefined) return this.#life;
    const {child, isReady} = this.#options.run();
    const life: Life = {child, announced: new Set(), isReady};
    this.#life = life;
    let rest = '';
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#take(life, parseReply(line));
    });
    child.stdin.on('error', () => undefined);
    child.on('error', () => this.#lose(life));
    child.on('close', () => this.#lose(life));
    return life;
  }

  #take(life: Life, reply: Reply | undefined): void {
    if (reply === undefined) return;
    if (reply.type === 'ready') {
      life.isReady = true;
      return;
    }
    const job = this.#jobs.get(reply.job);
    if (job === undefined) return;
    if (reply.type === 'started') job.pid = reply.pid;
    else {
      this.#jobs.delete(reply.job);
      if (reply.type === 'failed') job.end({type: 'error', reason: reply.reason});
      else {
        const {code, signal, core, usage, pending, left} = reply;
        job.end({type: 'exit', code, signal, core, usage, pending, left: left ? 'some' : 'none'});
      }
    }
    job.settle();
  }

  /** It is gone, or it never came. */
  #lose(life: Life): void {
    if (this.#life !== life) return;
    this.#life = undefined;
    this.#isBroken = !life.isReady;
    this.#isSure &&= this.#isClosing;
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const job of jobs) {
      if (this.#isBroken) this.#handOver(job);
      else {
        endGroup(job);
        job.end({type: 'lost'});
      }
      job.settle();
    }
  }

  #handOver(job: Job): void {
    const started = this.#options.fallback.start(job.order);
    job.pid = started.pid();
    started.exited.then(
      (exit) => job.end(exit),
      (error: unknown) => job.end({type: 'error', reason: messageOf(error)}),
    );
  }
}

/** Runs the compiled program. */
export function openLauncher(program: string, {graceMs, fallback}: Omit<LauncherOptions, 'run'>): Launcher {
  const run = (): LauncherProcess => {
    // A session of its own, so that what the terminal sends to us does not reach it.
    const child = spawn(program, [String(graceMs)], {stdio: ['pipe', 'pipe', 'ignore'], detached: true});
    return {child, isReady: false};
  };
  return new Launcher({run, graceMs, fallback});
}
