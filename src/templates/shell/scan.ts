import {readList} from './commands.ts';
import {type Cursor, cursorOn} from './cursor.ts';
import {mark, type Place} from './place.ts';
import {findReparsing} from './reparse.ts';

/** Reads a shell script in which every placeholder is a `mark`; gives the placeholders' places in order. */
export function scan(script: string): readonly Place[] {
  if (!script.includes(mark)) return [];
  const cursor = cursorOn(script, readList);
  readList(cursor);
  if (cursor.at < script.length) cursor.trouble ??= 'a ) is not opened';
  if (cursor.pending.length > 0) cursor.trouble ??= 'a here-document has no body';
  const offsets = [...script.matchAll(new RegExp(mark, 'g'))].map(({index}) => index);
  if (offsets.some((offset) => !cursor.places.has(offset))) cursor.trouble ??= 'the command cannot be followed';
  return judge(cursor, offsets);
}

const strictness = {inert: 0, plain: 1, arithmetic: 2, name: 3} as const;

function stricter(a: Place['demand'], b: Place['demand']): Place['demand'] {
  if (a === undefined || b === undefined) return a ?? b;
  return strictness[b.kind] > strictness[a.kind] ? b : a;
}

function judge(cursor: Cursor, offsets: readonly number[]): readonly Place[] {
  const {everywhere, stretches, runs, assigned} = findReparsing(cursor);
  const uncertain: Place['demand'] =
    cursor.trouble === undefined ? undefined : {kind: 'plain', because: cursor.trouble};
  return offsets.map((offset) => {
    const place = cursor.places.get(offset) ?? {offset, quoting: 'bare', startsWord: false};
    if (place.quoting === 'comment' && uncertain === undefined) return place;
    let demand = stricter(stricter(place.demand, uncertain), everywhere);
    for (const stretch of stretches) {
      if (offset >= stretch.start && offset < stretch.end) demand = stricter(demand, stretch.demand);
    }
    // Braces behind a dollar are no longer inert.
    if (demand?.kind === 'inert' && cursor.text[offset - 1] === '$') demand = {...demand, kind: 'plain'};
    return {
      ...place,
      ...(demand === undefined ? {} : {demand}),
      ...(demand?.kind === 'arithmetic' ? {assigned} : {}),
      ...(runs.has(offset) ? {runs: true} : {}),
    };
  });
}
