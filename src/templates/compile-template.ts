import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import {type SourceFile, type SourceText, spanWithin} from '../base/source.ts';
import {type CompiledProgram, compileProgram} from '../expressions/compile.ts';
import {parseProgram} from '../expressions/parse.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import type {Template, TemplateEngine} from '../units/unit.ts';
import type {Value} from '../units/value.ts';
import {type FieldKind, fieldKind, isForPeople} from './field-kind.ts';
import {type FormatText, parseFormat} from './format.ts';
import {type JinjaText, parseJinja} from './jinja.ts';
import {mark, type Place} from './shell/place.ts';
import {scan} from './shell/scan.ts';

/** A text of the body, read once for all records. `text` is undefined where it cannot be read, for the first `problem`. */
export type CompiledText = {
  readonly source: SourceText;
  readonly kind: FieldKind;
  readonly forPeople: boolean;
  readonly problem?: Diagnostic;
  /** Whether another template has it too: a template and its twin after suspend are filled in with the same records. */
  shared?: true;
} & (
  | {readonly engine: 'format'; readonly text: FormatText | undefined}
  | {readonly engine: 'jinja2'; readonly text: JinjaText | undefined}
);

/** A value with its texts read; a value without placeholders stays as it is. */
export type CompiledValue =
  | {readonly type: 'as-is'; readonly value: Value}
  | {readonly type: 'text'; readonly text: CompiledText; readonly value: Value}
  | {readonly type: 'list'; readonly items: readonly CompiledValue[]; readonly value: Value & {readonly type: 'list'}}
  | {readonly type: 'map'; readonly values: readonly CompiledValue[]; readonly value: Value & {readonly type: 'map'}};

export interface CompiledField {
  readonly field: Field;
  readonly value: CompiledValue;
}

/** A record whose texts have been read. `placesOf` remembers the commands it has read. */
export interface CompiledBody {
  readonly body: UnitRecord;
  readonly fields: readonly CompiledField[];
  readonly placesOf: (skeleton: string) => readonly Place[];
}

export interface CompiledTemplate extends CompiledBody {
  readonly template: Template;
  readonly filter: CompiledProgram | undefined;
  /** What is wrong with it whatever the records are. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Reading {
  readonly engine: TemplateEngine;
  readonly kind: FieldKind;
  readonly forPeople: boolean;
  readonly diagnostics: Diagnostic[];
}

interface KnownText {
  readonly source: SourceText;
  readonly compiled: CompiledText | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** By the file and the place in it: twins have most of their texts from the same place. */
const knownTexts = new WeakMap<SourceFile, Map<string, KnownText>>();

function compileText(source: SourceText, reading: Reading): CompiledText | undefined {
  if (source.pieces?.length === 0) return readText(source, reading);
  const {file, start} = source.span;
  const ofFile = knownTexts.get(file) ?? new Map<string, KnownText>();
  if (ofFile.size === 0) knownTexts.set(file, ofFile);
  const key = `${start} ${reading.kind} ${reading.forPeople} ${reading.engine}`;
  const known = ofFile.get(key);
  if (known?.source.text === source.text) {
    if (known.compiled !== undefined) known.compiled.shared = true;
    reading.diagnostics.push(...known.diagnostics);
    return known.compiled;
  }
  const diagnostics: Diagnostic[] = [];
  const compiled = readText(source, {...reading, diagnostics});
  ofFile.set(key, {source, compiled, diagnostics});
  reading.diagnostics.push(...diagnostics);
  return compiled;
}

function readText(source: SourceText, {engine, diagnostics, ...rest}: Reading): CompiledText | undefined {
  if (source.text.includes(mark)) {
    const message = 'the character U+FDD0 cannot stand in a template';
    const problem: Diagnostic = {code: 'template/bad-placeholder', severity: 'error', message, span: source.span};
    diagnostics.push(problem);
    return {source, ...rest, engine: 'format', text: undefined, problem};
  }
  if (engine === 'format') {
    if (!/[{}]/.test(source.text)) return undefined;
    const parsed = parseFormat(source);
    diagnostics.push(...parsed.diagnostics);
    const [problem] = parsed.diagnostics;
    if (problem !== undefined) return {source, ...rest, engine, text: undefined, problem};
    return {source, ...rest, engine, text: parsed.value};
  }
  if (!/\{[{%#]/.test(source.text)) return undefined;
  const parsed = parseJinja(source);
  diagnostics.push(...parsed.diagnostics);
  const [problem] = parsed.diagnostics;
  return {source, ...rest, engine, text: parsed.value, ...(problem === undefined ? {} : {problem})};
}

function compileValue(value: Value, reading: Reading): CompiledValue {
  switch (value.type) {
    case 'text': {
      const text = compileText(value.text, reading);
      return text === undefined ? {type: 'as-is', value} : {type: 'text', text, value};
    }
    case 'list':
      return {type: 'list', value, items: value.items.map((item) => compileValue(item, reading))};
    case 'map':
      return {type: 'map', value, values: value.entries.map((entry) => compileValue(entry.value, reading))};
    case 'scalar':
      return {type: 'as-is', value};
  }
}

const knownPlaces = new WeakMap<SourceFile, Map<string, readonly Place[]>>();

/** The places of the holes of a file's scripts, read once for each form that a script takes. */
export function placeReader(file: SourceFile): CompiledBody['placesOf'] {
  const known = knownPlaces.get(file) ?? new Map<string, readonly Place[]>();
  knownPlaces.set(file, known);
  return (skeleton) => {
    const places = known.get(skeleton) ?? scan(skeleton);
    known.set(skeleton, places);
    return places;
  };
}

/** The fields of a record with their texts read, and what is wrong with them. */
export function compileFields(record: UnitRecord, engine: TemplateEngine): Parsed<readonly CompiledField[]> {
  const diagnostics: Diagnostic[] = [];
  const fields = [...record.fields.values()].map((field) => {
    const reading = {engine, kind: fieldKind(field.name), forPeople: isForPeople(field.name), diagnostics};
    return {field, value: compileValue(field.value, reading)};
  });
  return {value: fields, diagnostics};
}

/** A filter is an expression over the records: nothing is filled in there, whatever the engine. */
export function checkFilter({filter, engine}: Template): readonly Diagnostic[] {
  const found = filter && (engine === 'jinja2' ? /\{[{%].*?[%}]\}/s : /\{[\w.-]+\}/).exec(filter.text);
  if (filter === undefined || found === undefined || found === null) return [];
  const message = 'a template-filter chooses records before anything is filled in, so this stays as it is written';
  const span = spanWithin(filter, found.index, found.index + found[0].length);
  return [{code: 'template/filter-placeholder', severity: 'warning', message, span}];
}

const compiledTemplates = new WeakMap<Template, CompiledTemplate>();

/** Reads everything of a template that does not depend on the records, once. */
export function compileTemplate(template: Template): CompiledTemplate {
  const known = compiledTemplates.get(template);
  if (known !== undefined) return known;
  const compiled = readTemplate(template);
  compiledTemplates.set(template, compiled);
  return compiled;
}

function readTemplate(template: Template): CompiledTemplate {
  const fields = compileFields(template.body, template.engine);
  const parsed = template.filter === undefined ? undefined : parseProgram(template.filter);
  return {
    body: template.body,
    template,
    fields: fields.value,
    filter: parsed && compileProgram(parsed.value),
    diagnostics: [...fields.diagnostics, ...(parsed?.diagnostics ?? []), ...checkFilter(template)],
    placesOf: placeReader(template.span.file),
  };
}
