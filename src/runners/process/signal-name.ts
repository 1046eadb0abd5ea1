import {constants} from 'node:os';

const names: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name]),
);

export function signalName(number: number): string {
  return names.get(number) ?? `signal ${number}`;
}
