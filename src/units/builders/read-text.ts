import type {SourceText} from '../../base/source.ts';
import {valueAsText} from '../record-access.ts';
import type {Ref, UnitKind} from '../unit.ts';
import {joinLines, linesOf, wordsOf} from '../words.ts';
import {type Builder, complain, nameSpan, oneOf, refTo} from './builder.ts';

/** The field's text; undefined where it is absent or empty, with a message where it is a list or a map. */
export function readText(builder: Builder, name: string): SourceText | undefined {
  const value = builder.record.fields.get(name)?.value;
  if (value === undefined) return undefined;
  const text = valueAsText(value);
  if (text === undefined && value.type !== 'scalar') {
    complain(builder, {code: 'unit/bad-value', message: `The field "${name}" must be a text.`, span: value.span});
  }
  return text?.text === '' ? undefined : text;
}

export function readString(builder: Builder, name: string): string | undefined {
  return readText(builder, name)?.text;
}

/** As `readText`, and where there is nothing, a message that the unit needs it. */
export function requireText(builder: Builder, name: string, why: string): SourceText | undefined {
  const text = readText(builder, name);
  if (text === undefined && (builder.record.fields.get(name)?.value.type ?? 'text') === 'text')
    missing(builder, name, why);
  return text;
}

export function missing(builder: Builder, name: string, why: string): void {
  const message = `The field "${name}" is missing: ${why}.`;
  complain(builder, {code: 'unit/missing-field', message, span: nameSpan(builder, name)});
}

type Split = (text: SourceText) => SourceText[];

const none: readonly SourceText[] = [];

/** A list's items as they are; a text split by `split`. */
function readItems(builder: Builder, name: string, split: Split): readonly SourceText[] {
  const value = builder.record.fields.get(name)?.value;
  if (value === undefined) return none;
  if (value.type === 'list') {
    return value.items.flatMap((item) => {
      const text = valueAsText(item);
      if (text !== undefined) return text.text === '' ? [] : [text];
      complain(builder, {code: 'unit/bad-value', message: `Each entry of "${name}" must be a text.`, span: item.span});
      return [];
    });
  }
  const text = readText(builder, name);
  return text === undefined ? [] : split(text);
}

export function readWords(builder: Builder, name: string): readonly SourceText[] {
  return readItems(builder, name, wordsOf);
}

/** As `readWords`, without their places. */
export function readStrings(builder: Builder, name: string): readonly string[] {
  return readWords(builder, name).map(({text}) => text);
}

export function readLines(builder: Builder, name: string): readonly SourceText[] {
  return readItems(builder, name, linesOf);
}

export function readRefs(builder: Builder, name: string): readonly Ref[] {
  return readWords(builder, name).map((word) => refTo(builder, word));
}

/** Expressions, one a line: the text as it is, or a list's items joined. */
export function readProgram(builder: Builder, name: string): SourceText | undefined {
  const value = builder.record.fields.get(name)?.value;
  if (value?.type !== 'list') return readText(builder, name);
  const lines = readItems(builder, name, linesOf);
  return lines.length === 0 ? undefined : joinLines(lines, value.span);
}

interface ChoiceField<T> {
  readonly name: string;
  readonly choices: readonly T[];
}

export function readChoice<T extends string>(builder: Builder, {name, choices}: ChoiceField<T>): T | undefined {
  const text = readText(builder, name);
  return text && oneOf(builder, text, choices, `The field "${name}"`);
}

/** A name that people see: where there is none, the id stands in for it. */
export function readName(builder: Builder, kind: UnitKind): string | undefined {
  const name = readString(builder, 'name');
  if (name === undefined) {
    complain(builder, {
      code: 'unit/missing-field',
      severity: 'warning',
      message: `The field "name" is missing: this ${kind} is shown by its id.`,
      span: builder.record.span,
    });
  }
  return name;
}
