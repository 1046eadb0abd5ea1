/** The way from one version to the next newer one: how to get the older content back. */
interface Difference<K, V extends NonNullable<unknown>> {
  readonly newer: PersistentMap<K, V>;
  readonly key: K;
  /** Absent: the older version did not have the key. */
  readonly before?: {readonly value: V};
}

/** Shared by all versions; holds the content of exactly one of them. */
interface Content<K, V> {
  readonly content: Map<K, V>;
}

/**
 * An immutable map whose `with` costs the same however large it is (a session of 10,000 jobs makes 20,000 versions).
 * All versions share one Map that holds one version's content; an older version knows its difference to a newer one and,
 * when it is read, turns the Map round to itself (Baker's method).
 */
export class PersistentMap<K, V extends NonNullable<unknown>> implements ReadonlyMap<K, V> {
  #place: Content<K, V> | Difference<K, V>;

  constructor(entries: Iterable<readonly [K, V]> = []) {
    this.#place = {content: new Map(entries)};
  }

  #content(): Map<K, V> {
    const trail: PersistentMap<K, V>[] = [this];
    let place = this.#place;
    while (!('content' in place)) {
      trail.push(place.newer);
      place = place.newer.#place;
    }
    const {content} = place;
    for (let index = trail.length - 2; index >= 0; index--) {
      const older = trail[index];
      const newer = trail[index + 1];
      if (older === undefined || newer === undefined || 'content' in older.#place) continue;
      const {key, before} = older.#place;
      newer.#place = difference(older, content, key);
      if (before === undefined) content.delete(key);
      else content.set(key, before.value);
      older.#place = {content};
    }
    return content;
  }

  with(key: K, value: V): PersistentMap<K, V> {
    const content = this.#content();
    // An empty version is kept by everybody; tied to the newer ones, it would keep them all.
    if (content.size === 0) return new PersistentMap([[key, value]]);
    const next = new PersistentMap<K, V>();
    next.#place = {content};
    this.#place = difference(next, content, key);
    content.set(key, value);
    return next;
  }

  without(key: K): PersistentMap<K, V> {
    const content = this.#content();
    if (!content.has(key)) return this;
    const next = new PersistentMap<K, V>();
    next.#place = {content};
    this.#place = difference(next, content, key);
    content.delete(key);
    return next;
  }

  get size(): number {
    return this.#content().size;
  }

  get(key: K): V | undefined {
    return this.#content().get(key);
  }

  has(key: K): boolean {
    return this.#content().has(key);
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this);
  }

  /** A copy, so that reading another version meanwhile disturbs nothing. The order is not part of the value. */
  entries(): MapIterator<[K, V]> {
    return new Map(this.#content()).entries();
  }

  keys(): MapIterator<K> {
    return new Map(this.#content()).keys();
  }

  values(): MapIterator<V> {
    return new Map(this.#content()).values();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }
}

/** How to come from `newer`, whose change of `key` is about to be made in `content`, back to what is there now. */
function difference<K, V extends NonNullable<unknown>>(
  newer: PersistentMap<K, V>,
  content: Map<K, V>,
  key: K,
): Difference<K, V> {
  const value = content.get(key);
  return value === undefined ? {newer, key} : {newer, key, before: {value}};
}

/** The same content, cheap to change. */
export function persistent<K, V extends NonNullable<unknown>>(map: ReadonlyMap<K, V>): PersistentMap<K, V> {
  return map instanceof PersistentMap ? map : new PersistentMap(map);
}
