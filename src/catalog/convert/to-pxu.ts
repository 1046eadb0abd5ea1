import type {Diagnostic} from '../../base/diagnostic.ts';
import type {SourceFile, Span} from '../../base/source.ts';
import {printField} from '../../units/print-pxu.ts';
import type {Field, UnitRecord} from '../../units/record.ts';
import {writtenName} from '../../units/record-access.ts';
import type {Value} from '../../units/value.ts';
import {CommentQueue, printComments, yamlComments} from './comments.ts';
import {type FieldTypes, fieldTypes} from './field-types.ts';
import {pxuText} from './pxu-values.ts';

export interface PxuFile {
  readonly text: string;
  /** What this form cannot say. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The units of a YAML file in .pxu, with its comments. */
export function toPxu(file: SourceFile, records: readonly UnitRecord[]): PxuFile {
  const diagnostics: Diagnostic[] = [];
  const comments = new CommentQueue(file, yamlComments(file));
  const units = records.map((record) => unitOf(record, comments, diagnostics));
  const rest = comments.groups(comments.before(file.text.length + 1), file.text.length);
  const end = rest.flat().length === 0 ? [] : [printComments(rest)];
  return {text: [...units, ...end].join('\n'), diagnostics};
}

function refuse(diagnostics: Diagnostic[], span: Span, message: string): void {
  diagnostics.push({code: 'syntax/no-pxu-form', severity: 'error', message: `${message}.`, span});
}

/** Comments above the first field that an empty line parts from it stay apart; all others stand right above a field. */
function unitOf(record: UnitRecord, comments: CommentQueue, diagnostics: Diagnostic[]): string {
  const {start} = record.span;
  const groups = comments.groups(comments.before(start), start);
  const types = fieldTypes(record);
  const lines: string[] = [];
  for (const field of record.fields.values()) {
    const {nameSpan, value} = field;
    const above = lines.length === 0 ? [] : comments.before(nameSpan.start);
    const within = comments.before(lineEnd(nameSpan.file, Math.max(nameSpan.end, valueEnd(value))));
    lines.push(...[...above, ...within].map(({text}) => `#${text}`), fieldText(field, types, diagnostics));
  }
  const head = printComments(groups);
  return `${head}${lines.join('\n')}\n`;
}

function fieldText(field: Field, types: FieldTypes, diagnostics: Diagnostic[]): string {
  const spec = types.specOf(field.name);
  const isRewritten = spec === undefined && field.value.type !== 'text' && field.value.type !== 'scalar';
  const text = pxuText(field.value, spec, types);
  if (isRewritten) refuse(diagnostics, field.nameSpan, `.pxu has no form for ${field.name}`);
  else if (!text.ok) refuse(diagnostics, text.value.span, text.message);
  const isForTranslators = spec?.translatable === true && (spec.type === 'text' || spec.type === 'line');
  const name = isForTranslators ? `_${field.name}` : writtenName(field);
  const shown = text.ok ? text.text : '';
  return spec?.type === 'map' && shown !== '' ? `${name}:\n ${shown.replaceAll('\n', '\n ')}` : printField(name, shown);
}

/** A block of YAML spans all up to what follows it; its last word says where it really ends. */
function valueEnd(value: Value): number {
  const last =
    value.type === 'list' ? value.items.at(-1) : value.type === 'map' ? value.entries.at(-1)?.value : undefined;
  return last === undefined ? value.span.end : valueEnd(last);
}

function lineEnd({text}: SourceFile, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}
