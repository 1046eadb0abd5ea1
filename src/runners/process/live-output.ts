import type {UnitId} from '../../base/ids.ts';
import type {SessionEvent} from '../../session/events.ts';
import {lastBytes} from './last-bytes.ts';

type OutputEvent = Extract<SessionEvent, {readonly type: 'job-output'}>;

/** Makes a few `job-output` events of what a job prints, however much and in however small pieces it prints. */
export interface LiveOutput {
  add(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  /** Gives what is still held back. */
  flush(): void;
}

const intervalMs = 50;
/** Of each stream and interval; the last part is what is shown. */
const maxBytes = 16 * 1024;

export interface LiveOutputOptions {
  readonly jobId: UnitId;
  readonly attempt: number;
  readonly now: () => number;
  readonly emit: (event: OutputEvent) => void;
}

export function createLiveOutput({jobId, attempt, now, emit}: LiveOutputOptions): LiveOutput {
  const held: Record<'stdout' | 'stderr', Buffer<ArrayBuffer>> = {stdout: Buffer.alloc(0), stderr: Buffer.alloc(0)};
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const stream of ['stdout', 'stderr'] as const) {
      if (held[stream].length === 0) continue;
      const data = held[stream].toString('base64');
      held[stream] = Buffer.alloc(0);
      emit({type: 'job-output', at: now(), jobId, attempt, stream, data});
    }
  };
  return {
    add(stream, bytes) {
      held[stream] = lastBytes(held[stream], bytes, maxBytes);
      timer ??= setTimeout(flush, intervalMs);
    },
    flush,
  };
}
