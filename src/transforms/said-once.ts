import type {SourceFile, Span} from '../base/source.ts';

/**
 * Units that one text has become share what is wrong in it. The function tells whether the words have not been said of
 * the place before.
 */
export function saidOnce(): (span: Span, words: string) => boolean {
  const said = new Map<SourceFile, Set<string>>();
  return ({file, start, end}, words) => {
    const ofFile = said.get(file) ?? new Set();
    said.set(file, ofFile);
    const before = ofFile.size;
    return ofFile.add(`${start} ${end} ${words}`).size > before;
  };
}
