/** So many values stand together: what is copied to change one of them. */
const chunkBits = 6;
const withinChunk = (1 << chunkBits) - 1;

type Chunk<V> = readonly (V | undefined)[];

/**
 * An immutable map whose `with` copies little however large it is (a session of 10,000 jobs makes 20,000 versions).
 * Versions share all chunks but the one that was changed. None knows of a newer one: a version that outlived its use in the
 * collector's old space would keep all that came after it.
 */
export class PersistentMap<K, V extends NonNullable<unknown>> implements ReadonlyMap<K, V> {
  /** Where the values of keys stand: shared by all versions, which only ever add to it. */
  #places = new Map<K, number>();
  #chunks: readonly (Chunk<V> | undefined)[] = [];
  #size = 0;

  constructor(entries: Iterable<readonly [K, V]> = []) {
    const content = new Map(entries);
    const values = [...content.values()];
    for (const key of content.keys()) this.#places.set(key, this.#places.size);
    this.#chunks = Array.from({length: Math.ceil(values.length / (withinChunk + 1))}, (_, index) =>
      values.slice(index << chunkBits, (index + 1) << chunkBits),
    );
    this.#size = values.length;
  }

  with(key: K, value: V): PersistentMap<K, V> {
    return this.#changed(key, value, this.has(key) ? this.#size : this.#size + 1);
  }

  without(key: K): PersistentMap<K, V> {
    return this.has(key) ? this.#changed(key, undefined, this.#size - 1) : this;
  }

  #changed(key: K, value: V | undefined, size: number): PersistentMap<K, V> {
    const next = new PersistentMap<K, V>();
    // An empty version is kept by everybody, and must not be what they share.
    if (this.#chunks.length > 0) next.#places = this.#places;
    const place = next.#places.get(key) ?? next.#places.size;
    next.#places.set(key, place);
    const chunks = this.#chunks.slice();
    const chunk = (chunks[place >> chunkBits] ?? []).slice();
    chunk[place & withinChunk] = value;
    chunks[place >> chunkBits] = chunk;
    next.#chunks = chunks;
    next.#size = size;
    return next;
  }

  get size(): number {
    return this.#size;
  }

  get(key: K): V | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#chunks[place >> chunkBits]?.[place & withinChunk];
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this);
  }

  /** The order is not part of the value. */
  entries(): MapIterator<[K, V]> {
    const content = new Map<K, V>();
    for (const key of this.#places.keys()) {
      const value = this.get(key);
      if (value !== undefined) content.set(key, value);
    }
    return content.entries();
  }

  keys(): MapIterator<K> {
    return new Map(this.entries()).keys();
  }

  values(): MapIterator<V> {
    return new Map(this.entries()).values();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }
}

/** The same content, cheap to change. */
export function persistent<K, V extends NonNullable<unknown>>(map: ReadonlyMap<K, V>): PersistentMap<K, V> {
  return map instanceof PersistentMap ? map : new PersistentMap(map);
}
