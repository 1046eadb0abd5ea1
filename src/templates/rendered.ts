import type {DiagnosticCode} from '../base/diagnostic.ts';
import type {Span} from '../base/source.ts';

/** Where a value that stands in a text comes from. What the author wrote and what the operator set is not hardware. */
export type HoleSource = 'record' | 'environment' | 'author';

/** One value put into a text. */
export interface Hole {
  readonly text: string;
  /** The items of a list: in a command each is a word of its own. */
  readonly items?: readonly string[];
  readonly source: HoleSource;
  /** The placeholder as it is written. */
  readonly written: string;
  /** The record's key, where the placeholder is nothing but that. */
  readonly key?: string;
  readonly span: Span;
}

/** A text with its holes still open. */
export interface Rendered {
  /** The text with one `mark` for every hole, in order. */
  readonly skeleton: string;
  /** What stands before, between and after the holes. */
  readonly literals: readonly string[];
  readonly holes: readonly Hole[];
  /** Keys that the record does not have and that were left out rather than missed. */
  readonly absent: readonly string[];
}

/** Why a text could not be made from one record. */
export interface Problem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly span: Span;
  /** The record's key it is about. */
  readonly key?: string;
}

export type RenderResult =
  | {readonly ok: true; readonly rendered: Rendered}
  | {readonly ok: false; readonly problem: Problem};

export function failure(problem: Problem): RenderResult {
  return {ok: false, problem};
}
