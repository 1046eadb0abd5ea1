import type {Diagnostic, DiagnosticCode, Severity} from '../../base/diagnostic.ts';
import {qualify} from '../../base/ids.ts';
import {nearest} from '../../base/nearest.ts';
import type {SourceText, Span} from '../../base/source.ts';
import type {UnitRecord} from '../record.ts';
import type {Ref} from '../unit.ts';

/** One record on its way to a unit, with what is wrong about it. */
export interface Builder {
  readonly record: UnitRecord;
  readonly diagnostics: Diagnostic[];
}

interface Finding {
  readonly code: DiagnosticCode;
  readonly severity?: Severity;
  readonly message: string;
  readonly span: Span;
  readonly suggestion?: string | undefined;
}

/** Says it once, however many readers come across it. */
export function complain(builder: Builder, finding: Finding): void {
  const {suggestion, severity = 'error', ...rest} = finding;
  const isKnown = builder.diagnostics.some(
    ({code, message, span}) => code === rest.code && message === rest.message && span.start === rest.span.start,
  );
  if (isKnown) return;
  builder.diagnostics.push({...rest, severity, ...(suggestion === undefined ? {} : {suggestion})});
}

/** Where the field's name stands; the record as a whole if it has no such field. */
export function nameSpan({record}: Builder, name: string): Span {
  return record.fields.get(name)?.nameSpan ?? record.span;
}

export function refTo(builder: Builder, {text, span}: SourceText): Ref {
  return {id: qualify(text, builder.record.origin.namespace), span};
}

/** A known word of which this is a longer or shorter form: too far for a slip, near enough to be meant. */
export function longerOrShorter(word: string, known: Iterable<string>): string | undefined {
  if (word.length < 4) return undefined;
  return [...known].find((other) => other.length >= 4 && (word.startsWith(other) || other.startsWith(word)));
}

/** The text as one of the choices; a message where it is none of them. */
export function oneOf<T extends string>(
  builder: Builder,
  text: SourceText,
  choices: readonly T[],
  what: string,
): T | undefined {
  const choice = choices.find((known) => known === text.text);
  if (choice !== undefined) return choice;
  complain(builder, {
    code: 'unit/bad-value',
    message: `${what} must be ${choices.length === 1 ? '' : 'one of '}${choices.join(', ')}.`,
    span: text.span,
    suggestion: nearest(text.text, choices) ?? longerOrShorter(text.text, choices),
  });
  return undefined;
}
