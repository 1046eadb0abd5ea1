import {once} from './once.ts';

/** Texts by the words in them. */
export interface WordIndex {
  /** Those that share words with a text, rare ones first; all where none does. What is near to it is among them. */
  like(text: string): Iterable<string>;
}

/** Of those that share a word that many have, the rest is left out. */
const most = 200;

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().split(/[^a-z0-9]+/));
}

function byWord(texts: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const text of texts) {
    for (const word of wordsIn(text)) {
      const known = found.get(word);
      if (known === undefined) found.set(word, [text]);
      else known.push(text);
    }
  }
  return found;
}

/** Read when it is first asked. */
export function indexWords(texts: Iterable<string>): WordIndex {
  const all = [...texts];
  const index = once(() => byWord(all));
  return {
    like(text) {
      const sharing = [...wordsIn(text)].flatMap((word) => [index().get(word) ?? []]);
      const found = new Set<string>();
      for (const some of sharing.toSorted((a, b) => a.length - b.length)) {
        if (found.size + some.length > most && found.size > 0) break;
        for (const one of some) found.add(one);
      }
      return found.size === 0 ? all : found;
    },
  };
}
