/** The part of a list that is shown so that `focus` is in it, about two thirds down. */
export function windowAround(total: number, focus: number, rows: number): {readonly from: number; readonly to: number} {
  const wanted = focus - Math.floor((rows * 2) / 3);
  const from = Math.max(0, Math.min(wanted, total - rows));
  return {from, to: Math.min(total, from + rows)};
}

/** The part of a list that is shown so that as much as can be of some rows of it is in it, in the middle. */
export function windowWith(
  total: number,
  {first, count}: {readonly first: number; readonly count: number},
  rows: number,
): {readonly from: number; readonly to: number} {
  const wanted = first - Math.max(0, Math.floor((rows - count) / 2));
  const from = Math.max(0, Math.min(wanted, total - rows));
  return {from, to: Math.min(total, from + rows)};
}

interface MoveKeys {
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly pageUp: boolean;
  readonly pageDown: boolean;
}

/** Where a list's position goes with a key, within 0 and `last`; undefined where the key moves nothing. */
export function moved(
  key: MoveKeys,
  at: number,
  {last, page}: {readonly last: number; readonly page: number},
): number | undefined {
  const steps: readonly [boolean, number][] = [
    [key.upArrow, -1],
    [key.downArrow, 1],
    [key.pageUp, -page],
    [key.pageDown, page],
  ];
  const step = steps.find(([pressed]) => pressed)?.[1];
  return step === undefined ? undefined : Math.max(0, Math.min(last, at + step));
}
