import type {UnitId} from '../../base/ids.ts';
import type {SessionEvent} from '../../session/events.ts';
import {harmlessLine} from '../process/harmless.ts';

type OutputEvent = Extract<SessionEvent, {readonly type: 'job-output'}>;
type Stream = OutputEvent['stream'];

/** Of a line without an end, so much is kept. */
const longestLine = 10_000;

interface OpenLine {
  readonly decoder: InstanceType<typeof TextDecoder>;
  rest: string;
}

export interface PrintedLine {
  readonly jobId: UnitId;
  readonly stream: Stream;
  readonly text: string;
}

/** Splits what jobs print, each stream of each job apart, into whole lines. */
export function createJobOutput(print: (line: PrintedLine) => void) {
  const open = new Map<string, OpenLine>();
  const keyOf = (jobId: UnitId, stream: Stream): string => `${stream} ${jobId}`;
  const openLine = (key: string): OpenLine => {
    const line = open.get(key) ?? {decoder: new TextDecoder(), rest: ''};
    open.set(key, line);
    return line;
  };
  return {
    add({jobId, stream, data}: OutputEvent): void {
      const line = openLine(keyOf(jobId, stream));
      const lines = (line.rest + line.decoder.decode(Buffer.from(data, 'base64'), {stream: true})).split('\n');
      line.rest = (lines.pop() ?? '').slice(-longestLine);
      for (const text of lines) print({jobId, stream, text: harmlessLine(text)});
    },
    end(jobId: UnitId): void {
      for (const stream of ['stdout', 'stderr'] as const) {
        const rest = open.get(keyOf(jobId, stream))?.rest ?? '';
        if (rest !== '') print({jobId, stream, text: harmlessLine(rest)});
        open.delete(keyOf(jobId, stream));
      }
    },
  };
}
