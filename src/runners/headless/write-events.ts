import type {RunHandle} from '../view/view.ts';
import type {Output} from './live-line.ts';

/** Every event as one line of JSON, in order. Returns what stops it. */
export function writeEvents(handle: RunHandle, out: Output): () => void {
  return handle.subscribe((event) => {
    out.write(`${JSON.stringify(event)}\n`);
  });
}
