import {harmlessLine} from './harmless.ts';
import {lastBytes} from './last-bytes.ts';

/** The last lines of what a job prints, both streams together as they came. */
export interface Tail {
  add(bytes: Uint8Array): void;
  lines(): readonly string[];
}

const keptBytes = 16 * 1024;
const keptLines = 100;

export function createTail(): Tail {
  let kept = Buffer.alloc(0);
  return {
    add(bytes) {
      kept = lastBytes(kept, bytes, keptBytes);
    },
    lines() {
      const text = kept.toString('utf8');
      const all = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
      return text === '' ? [] : all.slice(-keptLines).map(harmlessLine);
    },
  };
}
