/** Stands for one placeholder in a text whose values are not there yet. A noncharacter, so no file holds it. */
export const mark = '\uFDD0';

/** Which quotes, if any, a placeholder stands in. `here` is the body of a here-document whose delimiter is not quoted. */
export type Quoting = 'bare' | 'double' | 'single' | 'ansi' | 'here' | 'here-quoted' | 'comment';

/**
 * What a value must be where no quoting would keep it from being parsed once more. `inert` text, plain words with braces
 * around them at most, is the same to a shell however often it parses it. In `arithmetic` bash follows names
 * of variables into their contents, so a value there must not name one that the script fills.
 */
export type Demand = 'inert' | 'plain' | 'arithmetic' | 'name';

/** What the shell will make of the value put at one placeholder. */
export interface Place {
  readonly offset: number;
  readonly quoting: Quoting;
  /** Values that do not meet the demand are refused, for the reason `because`. */
  readonly demand?: {readonly kind: Demand; readonly because: string};
  /** Variables that the script fills; given with an `arithmetic` demand. */
  readonly assigned?: ReadonlySet<string>;
  /** Part of the word that names the program to run. */
  readonly runs?: true;
  /** Nothing of the word stands before it. */
  readonly startsWord: boolean;
  /** Follows `$` or `$name`, which the value's first characters would join. */
  readonly joinsVariable?: true;
  /** Unquoted braces of the author stand around it: a comma or `..` would make several words. */
  readonly inBraces?: true;
  /** A number here would be taken as the file descriptor of the redirection that follows. */
  readonly beforeRedirection?: true;
  /** The grammar wants a word here, so that an empty value cannot just vanish. */
  readonly needsWord?: true;
  /** With a fitting value its line would end the here-document. */
  readonly delimiter?: string;
}
