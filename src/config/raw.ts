import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import {parseIni} from '../base/ini.ts';
import {type SourceFile, type SourceText, type Span, spanWithin, synthetic} from '../base/source.ts';
import {parseYaml} from '../units/parse-yaml.ts';
import {valueAsText} from '../units/record-access.ts';
import type {MapEntry, Value} from '../units/value.ts';

/** A value as it stands in a file: one text, or the items of a YAML list. */
export type RawValue =
  | {readonly type: 'text'; readonly text: SourceText}
  | {readonly type: 'list'; readonly items: readonly SourceText[]; readonly span: Span}
  /** Something with keys, where none are wanted. */
  | {readonly type: 'nested'; readonly span: Span};

export interface RawEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: RawValue;
}

/** A section by its name as it is written in the INI form: `ui`, `transport:out`. */
export interface RawSection {
  readonly name: string;
  readonly nameSpan: Span;
  readonly entries: readonly RawEntry[];
}

/** YAML by the file's name, or by a first line `---`, also below `#!`. */
export function isYaml({path, text}: SourceFile): boolean {
  return /\.ya?ml$/i.test(path) || /^(?:\s*#[^\n]*\n|\s*\n)*---/.test(text);
}

/** What Checkbox reads otherwise, or not at all, and what is seldom meant. */
function oddities(value: SourceText): readonly Diagnostic[] {
  const said: Diagnostic[] = [];
  const advise = (code: Diagnostic['code'], message: string, {index, 0: {length}}: RegExpExecArray): void => {
    said.push({code, severity: 'advice', message, span: spanWithin(value, index, index + length)});
  };
  const percent = /%%|%\(\w+\)s/.exec(value.text);
  if (percent !== null)
    advise('config/percent', `A % is only a % here: ${percent[0]} is not replaced as Checkbox would.`, percent);
  const inner = /(?<=\n)(?:\[[^\]\n]+\]|[a-z]\w* *=[^\n]*)/.exec(value.text);
  if (inner !== null) {
    const message = 'This line belongs to the value above, because it is indented more than its key.';
    advise('config/continued-line', message, inner);
  }
  return said;
}

function readIni(file: SourceFile): Parsed<readonly RawSection[]> {
  const {value, diagnostics} = parseIni(file, {delimiters: '='});
  const sections = value.map(
    ({name, nameSpan, entries}): RawSection => ({
      name,
      nameSpan,
      entries: entries.map((entry) => ({...entry, value: {type: 'text', text: entry.value}})),
    }),
  );
  const [first] = diagnostics;
  if (value.length === 0 && first !== undefined) {
    const message =
      'This is no launcher: a launcher has sections, [name], and in each of them lines key = value; one in YAML is named .yaml or begins with ---.';
    return {value: [], diagnostics: [{...first, message}]};
  }
  const odd = value.flatMap(({entries}) => entries.flatMap((entry) => oddities(entry.value)));
  return {value: sections, diagnostics: [...diagnostics, ...odd]};
}

function textOf(value: Value): SourceText | undefined {
  if (value.type === 'scalar' && value.value === null) return synthetic('', value.span);
  return valueAsText(value);
}

function rawValue(value: Value): RawValue {
  const text = textOf(value);
  if (text !== undefined) return {type: 'text', text};
  if (value.type !== 'list') return {type: 'nested', span: value.span};
  const items = value.items.flatMap((item) => textOf(item) ?? []);
  return items.length === value.items.length
    ? {type: 'list', items, span: value.span}
    : {type: 'nested', span: value.span};
}

function rawEntries(entries: readonly MapEntry[]): readonly RawEntry[] {
  return entries.map(({key, keySpan, value}) => ({key, keySpan, value: rawValue(value)}));
}

/** `transport: {out: {…}}` is `[transport:out]`. */
function yamlSections(
  {key, keySpan, value}: MapEntry,
  isNamed: (section: string) => boolean,
): readonly RawSection[] | undefined {
  if (value.type === 'scalar' && value.value === null) return [];
  if (value.type !== 'map') return undefined;
  if (!isNamed(key)) return [{name: key, nameSpan: keySpan, entries: rawEntries(value.entries)}];
  return value.entries.map((named) => ({
    name: `${key}:${named.key}`,
    nameSpan: named.keySpan,
    entries: named.value.type === 'map' ? rawEntries(named.value.entries) : [],
  }));
}

function readYaml(file: SourceFile, isNamed: (section: string) => boolean): Parsed<readonly RawSection[]> {
  const {value: documents, diagnostics} = parseYaml(file, {provider: '', namespace: ''});
  const said = [...diagnostics];
  const sections = documents.flatMap(({fields}) =>
    [...fields.values()].flatMap(({name, nameSpan, value}) => {
      const found = yamlSections({key: name, keySpan: nameSpan, value}, isNamed);
      if (found !== undefined) return found;
      said.push({
        code: 'config/bad-value',
        severity: 'error',
        message: `"${name}" is a section: keys with their values belong below it.`,
        span: nameSpan,
      });
      return [];
    }),
  );
  return {value: sections, diagnostics: said};
}

/** The sections of a launcher or configuration file in either form. `isNamed` tells sections such as `transport`. */
export function readRaw(file: SourceFile, isNamed: (section: string) => boolean): Parsed<readonly RawSection[]> {
  return isYaml(file) ? readYaml(file, isNamed) : readIni(file);
}
