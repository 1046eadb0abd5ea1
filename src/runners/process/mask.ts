/** A value that must not be seen, with the name it is known by. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Masks what passes through it; a secret that is split over two pieces is found. One for each stream. */
export interface StreamMasker {
  /** What can be passed on now. The end of a piece that may be the beginning of a secret waits for the next. */
  push(bytes: Uint8Array): Uint8Array;
  /** What waited, at the end of the stream. */
  end(): Uint8Array;
}

interface Pattern {
  readonly bytes: Buffer;
  readonly mask: Buffer;
}

/** How a value commonly appears in what a job prints: as it is, in JSON, in a URL, in base64, quoted by a shell's trace. */
function spellings(value: string): readonly string[] {
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    Buffer.from(value).toString('base64').replace(/=+$/, ''),
    value.replaceAll("'", `'\\''`),
  ];
}

/** Lines of a key or certificate stand alone in many logs; shorter ones would hide ordinary text. */
const shortestLine = 8;

function patternsOf(secrets: readonly Secret[]): readonly Pattern[] {
  const masks = new Map<string, string>();
  for (const {name, value} of secrets) {
    const lines = value.split('\n').map((line) => line.trim());
    const alone = lines.length === 1 ? [] : lines.filter((line) => line.length >= shortestLine);
    for (const text of [...spellings(value), ...alone]) if (text !== '') masks.set(text, `[secret ${name}]`);
  }
  return [...masks]
    .map(([text, mask]) => ({bytes: Buffer.from(text), mask: Buffer.from(mask)}))
    .sort((a, b) => b.bytes.length - a.bytes.length);
}

interface Hit {
  readonly at: number;
  readonly pattern: Pattern;
}

/** The first secret at or after `from`; of two at one place the longer. `next` remembers where each pattern comes next. */
function nextHit(bytes: Buffer, from: number, next: Map<Pattern, number>): Hit | undefined {
  let hit: Hit | undefined;
  for (const [pattern, known] of next) {
    const at = known >= from ? known : bytes.indexOf(pattern.bytes, from);
    if (at === -1) next.delete(pattern);
    else {
      next.set(pattern, at);
      if (hit === undefined || at < hit.at) hit = {at, pattern};
    }
  }
  return hit;
}

/** Where the end of the bytes begins that, with more to come, may be a secret; their length where there is none. */
function openEnd(bytes: Buffer, from: number, patterns: readonly Pattern[]): number {
  let open = bytes.length;
  for (const {bytes: wanted} of patterns) {
    const first = wanted[0] ?? 0;
    let at = bytes.indexOf(first, Math.max(from, bytes.length - wanted.length + 1));
    for (; at !== -1 && at < open; at = bytes.indexOf(first, at + 1)) {
      if (bytes.compare(wanted, 0, bytes.length - at, at) === 0) open = at;
    }
  }
  return open;
}

interface Masked {
  readonly shown: Buffer;
  readonly waiting: Buffer;
}

/** With `more` to come, a secret waits that may turn out to be the beginning of a longer one. */
function mask(bytes: Buffer, patterns: readonly Pattern[], {more}: {readonly more: boolean}): Masked {
  const next = new Map(patterns.map((pattern) => [pattern, -1]));
  const parts: Buffer[] = [];
  const openFrom = (from: number): number => (more ? openEnd(bytes, from, patterns) : bytes.length);
  let from = 0;
  let open = openFrom(0);
  for (let hit = nextHit(bytes, 0, next); hit !== undefined && hit.at < open; hit = nextHit(bytes, from, next)) {
    parts.push(bytes.subarray(from, hit.at), hit.pattern.mask);
    from = hit.at + hit.pattern.bytes.length;
    if (from > open) open = openFrom(from);
  }
  return {shown: Buffer.concat([...parts, bytes.subarray(from, open)]), waiting: Buffer.from(bytes.subarray(open))};
}

/** Undefined where nothing is secret. */
export function createMaskers(secrets: readonly Secret[]): (() => StreamMasker) | undefined {
  const patterns = patternsOf(secrets);
  if (patterns.length === 0) return undefined;
  return () => {
    let waiting: Buffer = Buffer.alloc(0);
    return {
      push(bytes) {
        const masked = mask(Buffer.concat([waiting, bytes]), patterns, {more: true});
        waiting = masked.waiting;
        return masked.shown;
      },
      end() {
        const {shown} = mask(waiting, patterns, {more: false});
        waiting = Buffer.alloc(0);
        return shown;
      },
    };
  };
}

/** For text that is no stream: names of files, values, titles. */
export function createTextMask(secrets: readonly Secret[]): (text: string) => string {
  const patterns = patternsOf(secrets);
  if (patterns.length === 0) return (text) => text;
  return (text) => mask(Buffer.from(text), patterns, {more: false}).shown.toString();
}
