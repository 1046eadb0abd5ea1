import {namespaceOf, partialId, type UnitId} from '../base/ids.ts';
import {nearestAll} from '../base/nearest.ts';
import {indexWords, type WordIndex} from '../base/word-index.ts';

/** Ids that somebody may have meant by one that nobody has. */
export interface KnownIds {
  /** The full ids by the partial one. */
  readonly byPartial: ReadonlyMap<string, readonly UnitId[]>;
  readonly words: WordIndex;
}

export function knownIds(ids: Iterable<UnitId>): KnownIds {
  const byPartial = idsByPartial(ids);
  return {byPartial, words: indexWords(byPartial.keys())};
}

export function idsByPartial(all: Iterable<UnitId>): ReadonlyMap<string, readonly UnitId[]> {
  const ids = new Map<string, UnitId[]>();
  for (const id of all) {
    const partial = partialId(id);
    const known = ids.get(partial);
    if (known === undefined) ids.set(partial, [id]);
    else if (!known.includes(id)) known.push(id);
  }
  for (const same of ids.values()) same.sort();
  return ids;
}

/** The same partial id in another namespace, else the nearest partial id, its own namespace first. */
export function nearestId({byPartial, words}: KnownIds, id: UnitId): UnitId | undefined {
  const partial = partialId(id);
  const elsewhere = byPartial.get(partial)?.[0];
  if (elsewhere !== undefined) return elsewhere;
  const near = nearestAll(partial, words.like(partial)).flatMap((found) => byPartial.get(found) ?? []);
  return near.find((found) => namespaceOf(found) === namespaceOf(id)) ?? near[0];
}
