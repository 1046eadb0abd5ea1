import {constants} from 'node:os';

/** Where two names have one number, as SIGABRT and SIGIOT, the first is the one in use. */
const names: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals)
    .map(([name, number]) => [number, name] as const)
    .reverse(),
);

/** Undefined where no signal has that number. */
export function knownSignal(number: number): string | undefined {
  return names.get(number);
}

export function signalName(number: number): string {
  return knownSignal(number) ?? `signal ${number}`;
}
