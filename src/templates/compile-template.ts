import type {Diagnostic} from '../base/diagnostic.ts';
import type {SourceText} from '../base/source.ts';
import {type CompiledProgram, compileProgram} from '../expressions/compile.ts';
import {parseProgram} from '../expressions/parse.ts';
import type {Field} from '../units/record.ts';
import {fieldText} from '../units/record-access.ts';
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

/** Lives as long as one expansion: `placesOf` remembers the commands it has read. */
export interface CompiledTemplate {
  readonly template: Template;
  readonly fields: readonly CompiledField[];
  readonly filter: CompiledProgram | undefined;
  /** What is wrong with it whatever the records are. */
  readonly diagnostics: readonly Diagnostic[];
  readonly placesOf: (skeleton: string) => readonly Place[];
}

interface Reading {
  readonly engine: TemplateEngine;
  readonly kind: FieldKind;
  readonly forPeople: boolean;
  readonly diagnostics: Diagnostic[];
}

function compileText(source: SourceText, {engine, diagnostics, ...rest}: Reading): CompiledText | undefined {
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

/** Shells whose grammar is known here. */
const knownShell = /(?:^|\/)(?:sh|bash|dash|ash|busybox|ksh|mksh|zsh)$/;

/** The places of a script's holes, read once for each form the script takes. */
function placeReader(shell: string | undefined): CompiledTemplate['placesOf'] {
  const known = new Map<string, readonly Place[]>();
  const foreign = shell !== undefined && !knownShell.test(shell);
  return (skeleton) => {
    const places = known.get(skeleton) ?? scan(skeleton);
    known.set(skeleton, places);
    if (!foreign) return places;
    const demand = {kind: 'plain', because: `${shell} is no shell whose quoting is known here`} as const;
    return places.map((place) => ({...place, demand: place.demand ?? demand}));
  };
}

/** Reads everything of a template that does not depend on the records. */
export function compileTemplate(template: Template): CompiledTemplate {
  const diagnostics: Diagnostic[] = [];
  const fields = [...template.body.fields.values()].map((field) => {
    const {name} = field;
    const reading = {engine: template.engine, kind: fieldKind(name), forPeople: isForPeople(name), diagnostics};
    return {field, value: compileValue(field.value, reading)};
  });
  const parsed = template.filter === undefined ? undefined : parseProgram(template.filter);
  if (parsed !== undefined) diagnostics.push(...parsed.diagnostics);
  return {
    template,
    fields,
    filter: parsed && compileProgram(parsed.value),
    diagnostics,
    placesOf: placeReader(fieldText(template.body, 'shell')?.text),
  };
}
