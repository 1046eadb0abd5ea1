import {countFront} from '../base/count-front.ts';

/** Places of a longest part of the numbers that rises, leftmost last; all numbers differ. Patience sorting: n log n. */
export function longestRising(numbers: readonly number[]): readonly number[] {
  const tails: number[] = [];
  const cameFrom: (number | undefined)[] = [];
  for (const [place, value] of numbers.entries()) {
    const length = countFront(tails, (tail) => (numbers[tail] ?? 0) < value);
    cameFrom.push(tails[length - 1]);
    tails[length] = place;
  }
  const places: number[] = [];
  for (let place = tails.at(-1); place !== undefined; place = cameFrom[place]) places.push(place);
  return places.reverse();
}
