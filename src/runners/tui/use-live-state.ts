import {useRef, useState} from 'react';

interface Live<T> {
  /** What it is now, also between two keys that come before the screen is drawn anew. */
  readonly read: () => T;
  readonly write: (next: T) => void;
}

export function useLiveState<T>(initial: T): Live<T> {
  const latest = useRef(initial);
  const [, draw] = useState(0);
  return {
    read: () => latest.current,
    write(next) {
      latest.current = next;
      draw((count) => count + 1);
    },
  };
}
