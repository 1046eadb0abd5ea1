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

/** The candidates close enough to `word` to be what was meant, nearest first; at most `most` of them. */
export function nearestAll(word: string, candidates: Iterable<string>, most = 3): readonly string[] {
  const lowered = word.toLowerCase();
  const limit = Math.max(1, Math.floor(word.length / 3));
  const scored: {readonly candidate: string; readonly cost: number}[] = [];
  for (const candidate of candidates) {
    if (candidate === word) continue;
    const cost = distance(lowered, candidate.toLowerCase(), limit);
    if (cost <= limit) scored.push({candidate, cost});
  }
  scored.sort((a, b) => a.cost - b.cost || (a.candidate < b.candidate ? -1 : 1));
  return scored.slice(0, most).map(({candidate}) => candidate);
}

export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  return nearestAll(word, candidates, 1)[0];
}
