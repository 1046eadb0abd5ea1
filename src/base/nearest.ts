/** Edit distance with transpositions (optimal string alignment), or `limit + 1` as soon as it must exceed `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({length: b.length + 1}, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

interface Candidate {
  readonly candidate: string;
  readonly lowered: string;
  /** The word cannot be nearer than this. */
  readonly bound: number;
}

const buckets = 64;

function letterCounts(text: string): Int16Array {
  const counts = new Int16Array(buckets);
  for (let at = 0; at < text.length; at++) {
    const bucket = text.charCodeAt(at) % buckets;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

/** How many letters one of the two has and the other lacks: no edit mends more than one on either side. */
function lowerBound(counts: Int16Array, other: string): number {
  const left = counts.slice();
  let lacking = 0;
  for (let at = 0; at < other.length; at++) {
    const bucket = other.charCodeAt(at) % buckets;
    const count = left[bucket] ?? 0;
    if (count > 0) left[bucket] = count - 1;
    else lacking++;
  }
  let surplus = 0;
  for (let bucket = 0; bucket < buckets; bucket++) surplus += left[bucket] ?? 0;
  return Math.max(lacking, surplus);
}

/** The candidates close enough to `word` to be what was meant, nearest first; at most `most` of them. */
export function nearestAll(word: string, candidates: Iterable<string>, most = 3): readonly string[] {
  const lowered = word.toLowerCase();
  const counts = letterCounts(lowered);
  let limit = Math.max(1, Math.floor(word.length / 3));
  const possible: Candidate[] = [];
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    if (candidate === word || Math.abs(other.length - lowered.length) > limit) continue;
    const bound = lowerBound(counts, other);
    if (bound <= limit) possible.push({candidate, lowered: other, bound});
  }
  possible.sort((a, b) => a.bound - b.bound);
  let found: {readonly candidate: string; readonly cost: number}[] = [];
  for (const {candidate, lowered: other, bound} of possible) {
    if (bound > limit) break;
    const cost = distance(lowered, other, limit);
    if (cost > limit) continue;
    found.push({candidate, cost});
    found = found.toSorted((a, b) => a.cost - b.cost || (a.candidate < b.candidate ? -1 : 1)).slice(0, most);
    // What is as far as the last that counts may still come before it by name.
    if (found.length === most) limit = found.at(-1)?.cost ?? limit;
  }
  return found.map(({candidate}) => candidate);
}

export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  return nearestAll(word, candidates, 1)[0];
}
