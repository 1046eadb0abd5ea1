/** Time, as an argument, so that tests own it. */
export interface Clock {
  /** Milliseconds since the Unix epoch; may jump when somebody sets the machine's clock. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. For durations. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/**
 * The same clock, but its time never goes back, nor before `from`: where somebody sets it back, time goes on from where it
 * was. Forward it goes with the clock, because a machine that slept looks the same.
 */
export function forwardClock(clock: Clock, from = 0): Clock {
  let last = from;
  let ahead = 0;
  return {
    now: () => {
      const now = clock.now();
      if (now + ahead < last) ahead = last - now;
      last = now + ahead;
      return last;
    },
    monotonic: () => clock.monotonic(),
  };
}
