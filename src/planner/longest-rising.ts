/** Places of a longest part of the numbers that rises, leftmost last; all numbers differ. Patience sorting: n log n. */
export function longestRising(numbers: readonly number[]): readonly number[] {
  const tails: number[] = [];
  const cameFrom: (number | undefined)[] = [];
  for (const [place, value] of numbers.entries()) {
    const length = firstNotBelow(tails, numbers, value);
    cameFrom.push(tails[length - 1]);
    tails[length] = place;
  }
  const places: number[] = [];
  for (let place = tails.at(-1); place !== undefined; place = cameFrom[place]) places.push(place);
  return places.reverse();
}

/** How many of the tails' numbers are below the value. */
function firstNotBelow(tails: readonly number[], numbers: readonly number[], value: number): number {
  let low = 0;
  let high = tails.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
