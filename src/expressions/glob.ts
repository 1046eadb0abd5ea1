/** One character of a pattern: itself, any, or one of a set of ranges. */
type GlobItem =
  | {readonly type: 'char'; readonly char: string}
  | {readonly type: 'any'}
  | {readonly type: 'set'; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[]};

/** The parts between the stars; a pattern without a star has one part. */
export type GlobPattern = readonly (readonly GlobItem[])[];

function codeOf(char: string): number {
  return char.codePointAt(0) ?? 0;
}

/** Reads a set that opens at `at`; undefined where it is not closed, so that `[` stands for itself. */
function readSet(chars: readonly string[], at: number): {readonly item: GlobItem; readonly end: number} | undefined {
  const negated = chars[at + 1] === '!';
  const from = negated ? at + 2 : at + 1;
  // A `]` right at the start belongs to the set.
  const close = chars.indexOf(']', from + 1);
  if (close === -1) return undefined;
  const ranges: (readonly [number, number])[] = [];
  for (let index = from; index < close; index++) {
    const low = codeOf(chars[index] ?? '');
    if (chars[index + 1] === '-' && index + 2 < close) {
      ranges.push([low, codeOf(chars[index + 2] ?? '')]);
      index += 2;
    } else {
      ranges.push([low, low]);
    }
  }
  return {item: {type: 'set', negated, ranges}, end: close + 1};
}

/** `*`, `?`, `[a-z]` and `[!a-z]`, as Python's fnmatch reads them; case counts. */
export function compileGlob(pattern: string): GlobPattern {
  const chars = [...pattern];
  const parts: GlobItem[][] = [];
  let part: GlobItem[] = [];
  for (let index = 0; index < chars.length; ) {
    const char = chars[index] ?? '';
    const set = char === '[' ? readSet(chars, index) : undefined;
    if (char === '*') {
      parts.push(part);
      part = [];
    } else if (set !== undefined) {
      part.push(set.item);
    } else {
      part.push(char === '?' ? {type: 'any'} : {type: 'char', char});
    }
    index = set?.end ?? index + 1;
  }
  parts.push(part);
  return parts;
}

function fits(item: GlobItem, char: string): boolean {
  if (item.type === 'char') return item.char === char;
  if (item.type === 'any') return true;
  const code = codeOf(char);
  return item.ranges.some(([low, high]) => code >= low && code <= high) !== item.negated;
}

function fitsAt(chars: readonly string[], part: readonly GlobItem[], at: number): boolean {
  return (
    at >= 0 && at + part.length <= chars.length && part.every((item, index) => fits(item, chars[at + index] ?? ''))
  );
}

/** Never goes back over a part that was placed: time is at most the text's length times the longest part's. */
export function matchesGlob(text: string, pattern: GlobPattern): boolean {
  const chars = [...text];
  const first = pattern[0] ?? [];
  if (!fitsAt(chars, first, 0)) return false;
  if (pattern.length === 1) return chars.length === first.length;
  const last = pattern[pattern.length - 1] ?? [];
  const end = chars.length - last.length;
  let at = first.length;
  for (const part of pattern.slice(1, -1)) {
    while (at + part.length <= end && !fitsAt(chars, part, at)) at++;
    if (at + part.length > end) return false;
    at += part.length;
  }
  return at <= end && fitsAt(chars, last, end);
}
