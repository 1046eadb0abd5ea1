import {type SourceText, type Span, spanWithin} from '../base/source.ts';
import type {RecordValue, ResourceRecord} from '../expressions/environment.ts';
import {isVariable} from './jinja-keys.ts';
import type {Hole, Rendered} from './rendered.ts';
import {mark} from './shell/place.ts';
import {isListValue, recordValue, valueText} from './value-text.ts';

/** A Jinja text in which there is nothing but names to be filled in: most are, and they need no engine. */
export interface PlainJinja {
  readonly literals: readonly string[];
  readonly skeleton: string;
  readonly names: readonly {readonly key: string; readonly written: string; readonly span: Span}[];
}

const tag = /\{\{[ \t]*([A-Za-z_]\w*)[ \t]*\}\}/;
/** What begins a tag; a brace before a tag would be part of it. */
const opening = /\{(?:[{%#]|$)/;

/** Undefined where the text has more in it than names. */
export function readPlain(text: SourceText): PlainJinja | undefined {
  // The engine leaves out a newline at the end.
  const pieces = text.text.replace(/\n$/, '').split(tag);
  const literals = pieces.filter((_, index) => index % 2 === 0);
  const keys = pieces.filter((_, index) => index % 2 === 1);
  if (literals.some((literal) => opening.test(literal)) || !keys.every(isVariable)) return undefined;
  let at = 0;
  const names = keys.map((key, index) => {
    const start = text.text.indexOf('{{', at + (literals[index] ?? '').length);
    at = text.text.indexOf('}}', start) + 2;
    return {key, written: `{{ ${key} }}`, span: spanWithin(text, start, at)};
  });
  return {literals, skeleton: literals.join(mark), names};
}

const mostCharacters = 10_000;
const reserved = /[\uFDD0-\uFDD2]/;

function isPlain(value: RecordValue | undefined): value is string | number | boolean {
  if (typeof value === 'string') return value.length <= mostCharacters && !reserved.test(value);
  return value !== undefined && !isListValue(value);
}

/** Undefined where a value is not there or is more than a short text: that is for the engine to judge. */
export function renderPlain({literals, skeleton, names}: PlainJinja, record: ResourceRecord): Rendered | undefined {
  const holes: Hole[] = [];
  for (const {key, written, span} of names) {
    const value = recordValue(record, key);
    if (!isPlain(value)) return undefined;
    holes.push({text: valueText(value), source: 'record', written, span, key});
  }
  return {skeleton, literals, holes, absent: []};
}
