// Every form of going through and taking apart; run as it stands here and as the bundle has it.
type Pair = readonly [name: string, count?: number];

function* lettersOf(word: string): Generator<string, string> {
  yield* word;
  return 'end';
}

const pairs: readonly Pair[] = [['a', 1], ['b'], ['c', 3]];

export function labelled(rows: readonly (readonly number[])[]): readonly number[] {
  const found: number[] = [];
  outer: for (const row of rows) {
    for (const item of row) {
      if (item < 0) continue outer;
      if (item === 0) break outer;
      found.push(item);
    }
    found.push(100);
  }
  return found;
}

export function growing(): readonly number[] {
  const items = [3];
  for (const item of items) if (item > 0) items.push(item - 1);
  return items;
}

export function shrinking(): readonly number[] {
  const items = [1, 2, 3, 4];
  const seen: number[] = [];
  for (const item of items) {
    seen.push(item);
    items.pop();
  }
  return seen;
}

export function captured(): readonly string[] {
  const later: (() => string)[] = [];
  for (const [name, count = 7] of pairs) later.push(() => `${name}${count}`);
  for (let [name] of pairs) {
    later.push(() => name);
    name += name;
  }
  return later.map((call) => call());
}

export function shadowed(): readonly string[] {
  const found: string[] = [];
  for (const item of ['x', 'y']) {
    const own = item;
    {
      const item = `${own}!`;
      found.push(item);
    }
  }
  return found;
}

export function replaced(): readonly number[] {
  let items: readonly number[] = [1, 2];
  const found: number[] = [];
  for (const item of items) {
    items = [9, 9, 9, 9];
    found.push(item, items.length);
  }
  return found;
}

export function other(): readonly unknown[] {
  const found: unknown[] = [];
  for (const letter of lettersOf('xy')) found.push(letter);
  for (const letter of 'a\u{1f600}') found.push(letter);
  for (const [key, value] of new Map([['k', [1, 2] as const]])) found.push(key, value);
  for (const item of new Set([1, 1, 2])) found.push(item);
  for (const [, second] of new Map(pairs.map(([name, count]) => [name, count] as const))) found.push(second);
  const [first, ...rest] = pairs;
  const [, , third = ['none']] = pairs;
  const [letter, more] = lettersOf('z');
  const [{length}, [nested] = ['d']] = ['four', undefined] as [string, readonly string[] | undefined];
  const [match = '', group] = /(\w)\w/.exec('ab') ?? [];
  const [nothing = 'empty'] = [] as string[];
  return [...found, first, rest, third, letter, more, length, nested, match, group, nothing];
}

function firstOf([first]: readonly string[], [second = 'none']: Pair | [] = []): string {
  return `${first} ${second}`;
}

export function parameters(): readonly string[] {
  return [firstOf(['a']), firstOf(['b', 'c'], ['d']), ...pairs.map(([name, count]) => `${name}:${count}`)];
}

export function untyped(): readonly unknown[] {
  const anything = JSON.parse('"text"');
  const found: unknown[] = [];
  for (const letter of anything) found.push(letter);
  const [first] = anything;
  return [...found, first];
}

export async function awaited(): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const item of [Promise.resolve(1), Promise.resolve(2)]) found.push(item);
  for (const item of [await Promise.resolve(3), 4]) found.push(await Promise.resolve(item));
  return found;
}

export function released(): readonly string[] {
  const found: string[] = [];
  const open = (name: string): Disposable => ({[Symbol.dispose]: () => found.push(`close ${name}`)});
  for (using one of [open('a'), open('b')]) found.push(typeof one);
  return found;
}

export function* generated(): Iterable<number> {
  for (const item of [1, 2]) {
    try {
      yield item;
    } finally {
      yield -item;
    }
  }
}
