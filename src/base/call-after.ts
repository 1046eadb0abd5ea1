/** A timer of Node's that is to wait longer, 25 days, does not wait at all. */
const longestTimerMs = 2 ** 31 - 1;

/** Calls once `ms` milliseconds have passed, however many; what it gives back calls that off. */
export function callAfter(ms: number, call: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (leftMs: number): void => {
    const next = (): void => (leftMs > longestTimerMs ? wait(leftMs - longestTimerMs) : call());
    timer = setTimeout(next, Math.min(leftMs, longestTimerMs));
  };
  wait(ms);
  return () => clearTimeout(timer);
}
