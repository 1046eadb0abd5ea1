import type {FieldSpec} from '../../units/fields/field.ts';
import {isList, valueAsText, valueToJson} from '../../units/record-access.ts';
import type {JsonValue, MapEntry, Value} from '../../units/value.ts';
import type {FieldTypes} from './field-types.ts';
import {joinSelector} from './selectors.ts';

/** A value as the text of .pxu, or why that form has none for it. */
export type PxuText =
  | {readonly ok: true; readonly text: string}
  | {readonly ok: false; readonly message: string; readonly value: Value};

function written(text: string): PxuText {
  return {ok: true, text};
}

function refused(value: Value, message: string): PxuText {
  return {ok: false, value, message};
}

export function pxuText(value: Value, spec: FieldSpec | undefined, types: FieldTypes): PxuText {
  const text = valueAsText(value);
  if (text !== undefined) return written(text.text);
  if (value.type === 'scalar') return written('');
  if (spec?.type === 'json') return structureText(value, spec, types);
  if (value.type === 'list') return listText(value.items, spec, value);
  if (value.type === 'map' && spec?.type === 'map') return pairsText(value.entries, value);
  return refused(value, 'a map has no form in .pxu here');
}

/** Words beside each other while they are few; everything else one a line. */
function listText(items: readonly Value[], spec: FieldSpec | undefined, list: Value): PxuText {
  const lines: string[] = [];
  for (const item of items) {
    const line = entryText(item, spec);
    if (!line.ok) return line;
    if (line.text !== '') lines.push(line.text);
  }
  switch (spec?.type) {
    case 'words':
      return written(lines.join(' '));
    case 'references':
      return written(lines.join(lines.length > 2 ? '\n' : ' '));
    case 'program':
    case 'imports':
    case 'selectors':
    case 'overrides':
    case 'lines':
    case 'manifest-requirements':
      return written(lines.join('\n'));
    default:
      return refused(list, 'a list has no form in .pxu here');
  }
}

function entryText(item: Value, spec: FieldSpec | undefined): PxuText {
  const text = valueAsText(item)?.text;
  if (text === undefined) {
    if (item.type === 'map' && spec?.type === 'selectors') return selectorText(item.entries, item);
    if (item.type === 'map' && spec?.type === 'manifest-requirements') return requirementText(item.entries, item);
    return refused(item, 'an entry of a list in .pxu is text');
  }
  if (text.trim().startsWith('#')) return refused(item, 'in .pxu this would be a comment');
  if (spec?.type === 'program') return written(text);
  if (text.includes('\n')) return refused(item, 'an entry of a list in .pxu is one line');
  if (spec?.type !== 'words' && spec?.type !== 'references') return written(text);
  if (/["\n]/.test(text)) return refused(item, 'a word of a list in .pxu has no double quotes in it');
  return written(/[\s,#]/.test(text) && !/\{/.test(text) ? `"${text}"` : text);
}

function selectorText(entries: readonly MapEntry[], item: Value): PxuText {
  const [entry, ...more] = entries;
  const overrides = entry?.value.type === 'map' && more.length === 0 ? entry.value.entries : undefined;
  const pairs = overrides?.map(({key, value}) => [key, valueAsText(value)?.text ?? '\n'] as const);
  const line = entry === undefined || pairs === undefined ? undefined : joinSelector(entry.key, pairs);
  return line === undefined ? refused(item, 'this pattern with its overrides has no form in .pxu') : written(line);
}

function requirementText(entries: readonly MapEntry[], item: Value): PxuText {
  const [entry, ...more] = entries;
  if (entry?.value.type === 'scalar' && entry.value.value === true && more.length === 0) return written(entry.key);
  return refused(item, 'in .pxu a manifest entry can only be required to be true');
}

function pairsText(entries: readonly MapEntry[], map: Value): PxuText {
  const lines: string[] = [];
  for (const {key, value} of entries) {
    const text = value.type === 'map' ? inputText(value.entries) : valueAsText(value)?.text;
    if (text === undefined || text.trim() === '' || text.includes('\n') || !/^[^\s:]+$/.test(key)) {
      return refused(map, `the entry ${JSON.stringify(key)} has no form in .pxu`);
    }
    lines.push(`${key}: ${text}`);
  }
  return written(lines.join('\n'));
}

/** `{job: ID, output: NAME}` as `ID.NAME`. */
function inputText(entries: readonly MapEntry[]): string | undefined {
  const part = (name: string): string | undefined => {
    const value = entries.find(({key}) => key === name)?.value;
    return value && valueAsText(value)?.text;
  };
  const [job, output] = [part('job'), part('output')];
  return job === undefined || output === undefined ? undefined : `${job}.${output}`;
}

/** JSON; a template of the Python format has the braces of `siblings` twice, but not those inside of strings. */
function structureText(value: Value, spec: FieldSpec, types: FieldTypes): PxuText {
  const isDoubled = spec.name === 'siblings' && types.engine === 'format';
  return written(printJson(valueToJson(value), isDoubled ? ['{{', '}}'] : ['{', '}'], ''));
}

type Braces = readonly [open: string, close: string];

function printJson(json: JsonValue, braces: Braces, indent: string): string {
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  const inner = `${indent}  `;
  const print = (value: JsonValue): string => printJson(value, braces, inner);
  const parts = isList(json)
    ? json.map(print)
    : Object.entries(json).map(([key, value]) => `${JSON.stringify(key)}: ${print(value)}`);
  const [open, close] = isList(json) ? ['[', ']'] : braces;
  if (isList(json) && json.every((item) => typeof item !== 'object')) return `[${parts.join(', ')}]`;
  return parts.length === 0 ? open + close : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}
