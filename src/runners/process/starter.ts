import type {ResourceUsage} from '../../session/events.ts';
import type {PipePair} from './pipes.ts';

export interface StartOrder {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Where its output goes. */
  readonly pair: PipePair;
  /** It gets a terminal of its own, where nobody types; all it prints is its standard output then. */
  readonly terminal?: boolean;
  /** A directory of cgroup v2 the process is started in. */
  readonly cgroup?: string;
}

export type Exit =
  | {
      readonly type: 'exit';
      readonly code: number | null;
      readonly signal: string | null;
      readonly core: boolean;
      readonly usage?: ResourceUsage;
      /** Bytes may still be in its pipes. */
      readonly pending: boolean;
      /** Whether some process of it may live on, and have the pipes open. */
      readonly left: 'none' | 'some' | 'unknown';
    }
  /** It did not start. */
  | {readonly type: 'error'; readonly reason: string}
  /** What started it was killed, so that nobody knows how it ended. */
  | {readonly type: 'lost'};

/** A process on its way. */
export interface Started {
  /** Undefined until it runs. */
  pid(): number | undefined;
  /** It runs, or it never will. */
  readonly settled: Promise<void>;
  readonly exited: Promise<Exit>;
}

/** Starts processes, each in a session and process group of its own, without standard input. */
export interface Starter {
  start(order: StartOrder): Started;
  /** Nothing is to be written into this pair any more. */
  drop(pair: PipePair): void;
  /** Ends what it started and still runs. False: some of it may have got away. */
  close(): Promise<boolean>;
}

/** One of two whose processes print into the same pipes: what is dropped is dropped by both. */
export function sharingPipes(starter: Starter, other: Starter): Starter {
  return {
    start: (order) => starter.start(order),
    drop(pair) {
      starter.drop(pair);
      other.drop(pair);
    },
    close: () => starter.close(),
  };
}

export function notStarted(reason: string): Started {
  return {pid: () => undefined, settled: Promise.resolve(), exited: Promise.resolve({type: 'error', reason})};
}
