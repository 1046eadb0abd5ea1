import type {RunLine} from './view.ts';

/** How long the rest takes, kept up to date line by line. */
export interface TimeLeft {
  replace(before: RunLine | undefined, after: RunLine): void;
  /** Milliseconds; undefined where nothing that waits has an estimate. */
  left(): number | undefined;
}

interface Sums {
  waitingMs: number;
  finished: number;
  spentMs: number;
  expectedMs: number;
}

/** So many must have finished before they speak for others of their length. */
const enough = 3;
/** However wrong the estimates of the finished ones were. */
const mostOff = 10;

/** A person takes the time a person takes; the machine is no faster for others having been. */
function isPersons({job}: RunLine): boolean {
  return job.plugin === 'manual' || job.plugin.startsWith('user-');
}

/** Jobs are compared with those whose estimate is within a factor of about four. */
function lengthClass(estimatedMs: number): number {
  return Math.floor(Math.log(estimatedMs) / Math.log(4));
}

function factor({finished, spentMs, expectedMs}: Sums): number {
  if (finished < enough || expectedMs <= 0) return 1;
  return Math.min(mostOff, Math.max(1 / mostOff, spentMs / expectedMs));
}

/** Jobs take as much longer or shorter than estimated as the finished ones of about their length did. */
export function createTimeLeft(): TimeLeft {
  const classes = new Map<number, Sums>();
  let personsMs = 0;
  const sumsOf = (estimatedMs: number): Sums => {
    const key = lengthClass(estimatedMs);
    const sums = classes.get(key) ?? {waitingMs: 0, finished: 0, spentMs: 0, expectedMs: 0};
    classes.set(key, sums);
    return sums;
  };
  const add = (line: RunLine, sign: 1 | -1): void => {
    const {status, durationMs = 0} = line;
    const estimatedMs = line.job.estimatedMs ?? 0;
    if (estimatedMs <= 0) return;
    if (isPersons(line)) {
      if (status !== 'done') personsMs += sign * estimatedMs;
      return;
    }
    const sums = sumsOf(estimatedMs);
    if (status !== 'done') sums.waitingMs += sign * estimatedMs;
    else if (line.outcome === 'pass' || line.outcome === 'fail') {
      sums.finished += sign;
      sums.spentMs += sign * durationMs;
      sums.expectedMs += sign * estimatedMs;
    }
  };
  return {
    replace(before, after) {
      if (before !== undefined) add(before, -1);
      add(after, 1);
    },
    left() {
      let leftMs = personsMs;
      for (const sums of classes.values()) leftMs += sums.waitingMs * factor(sums);
      return leftMs > 0 ? Math.round(leftMs) : undefined;
    },
  };
}
