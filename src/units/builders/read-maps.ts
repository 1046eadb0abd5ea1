import type {SourceText} from '../../base/source.ts';
import {sliceText} from '../../base/source.ts';
import {valueTypes} from '../fields/field.ts';
import {valueAsText} from '../record-access.ts';
import {quoted} from '../syntax-report.ts';
import type {Input, ManifestRequirement, ValueType} from '../unit.ts';
import type {MapEntry} from '../value.ts';
import {linesOf} from '../words.ts';
import {type Builder, complain, oneOf, refTo} from './builder.ts';
import {readText} from './read-text.ts';

interface Pair {
  readonly key: string;
  readonly keySpan: SourceText['span'];
  readonly value: SourceText;
}

function entryText(entry: MapEntry): SourceText | undefined {
  if (entry.value.type !== 'map') return valueAsText(entry.value);
  return inputText(entry.value.entries);
}

/** `{job: ID, output: NAME, type: TYPE}` as `ID.NAME TYPE`. */
function inputText(entries: readonly MapEntry[]): SourceText | undefined {
  const part = (key: string): SourceText | undefined => {
    const value = entries.find((entry) => entry.key === key)?.value;
    return value && valueAsText(value);
  };
  const job = part('job');
  const output = part('output');
  if (job === undefined || output === undefined) return undefined;
  const type = part('type');
  return {text: `${job.text}.${output.text}${type === undefined ? '' : ` ${type.text}`}`, span: job.span, pieces: []};
}

/** A map, or lines of `key: value`. */
function readPairs(builder: Builder, name: string): readonly Pair[] {
  const value = builder.record.fields.get(name)?.value;
  if (value?.type === 'map') {
    return value.entries.flatMap((entry) => {
      const text = entryText(entry);
      if (text !== undefined) return [{key: entry.key, keySpan: entry.keySpan, value: text}];
      badPair(builder, name, entry.value.span);
      return [];
    });
  }
  const text = readText(builder, name);
  if (text === undefined) return [];
  return linesOf(text).flatMap((line) => {
    const match = /^([^\s:]+):\s*(\S.*)$/d.exec(line.text);
    const [, key, rest] = match?.indices ?? [];
    if (key === undefined || rest === undefined) {
      badPair(builder, name, line.span);
      return [];
    }
    const keyPart = sliceText(line, ...key);
    return [{key: keyPart.text, keySpan: keyPart.span, value: sliceText(line, ...rest)}];
  });
}

function badPair(builder: Builder, name: string, span: SourceText['span']): void {
  complain(builder, {code: 'unit/bad-value', message: `Each entry of "${name}" is written "key: value".`, span});
}

/** A map by key; a key that is there twice is reported and the first kept. */
function uniquePairs(builder: Builder, name: string): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const pair of readPairs(builder, name)) {
    if (!pairs.has(pair.key)) pairs.set(pair.key, pair);
    else
      complain(builder, {
        code: 'unit/bad-value',
        message: `${quoted(pair.key)} is in "${name}" twice.`,
        span: pair.keySpan,
      });
  }
  return pairs;
}

/** Names with their types. */
export function readTypes(builder: Builder, name: string): ReadonlyMap<string, ValueType> {
  const types = new Map<string, ValueType>();
  for (const {key, value} of uniquePairs(builder, name).values()) {
    const type = oneOf(builder, value, valueTypes, `The type of ${quoted(key)}`);
    if (type !== undefined) types.set(key, type);
  }
  return types;
}

export function readTexts(builder: Builder, name: string): ReadonlyMap<string, string> {
  return new Map([...uniquePairs(builder, name).values()].map(({key, value}) => [key, value.text]));
}

/** `name: JOB.OUTPUT TYPE`; the last dot parts job and output because ids may have dots. The type may be left out. */
export function readInputs(builder: Builder, name: string): readonly Input[] {
  return [...uniquePairs(builder, name).values()].flatMap(({key, value}): readonly Input[] => {
    const [, job = '', output, type] = /^(.+)\.([^\s.]+)(?:\s+(\S+))?$/.exec(value.text) ?? [];
    if (output === undefined) {
      const message = 'An input is written "name: JOB.OUTPUT", or "name: JOB.OUTPUT TYPE".';
      complain(builder, {code: 'unit/bad-input', message, span: value.span});
      return [];
    }
    const input = {name: key, job: refTo(builder, sliceText(value, 0, job.length)), output};
    const written =
      type === undefined ? undefined : sliceText(value, value.text.length - type.length, value.text.length);
    const known = written && oneOf(builder, written, valueTypes, `The type of ${quoted(key)}`);
    return [known === undefined ? input : {...input, type: known}];
  });
}

/** Entries that must be true, or maps of one entry to its value. */
export function readManifestRequirements(builder: Builder, name: string): readonly ManifestRequirement[] {
  const field = builder.record.fields.get(name)?.value;
  if (field === undefined) return [];
  const items = field.type === 'list' ? field.items : [field];
  return items.flatMap((item) => {
    const text = valueAsText(item);
    if (text !== undefined) return linesOf(text).map((line) => ({entry: refTo(builder, line), value: true}));
    const [entry, ...more] = item.type === 'map' ? item.entries : [];
    const value = entry?.value.type === 'scalar' ? entry.value.value : undefined;
    if (entry === undefined || more.length > 0 || value === undefined || value === null) {
      const message = 'A requirement is a manifest entry, or one entry with the value it must have.';
      complain(builder, {code: 'unit/bad-value', message, span: item.span});
      return [];
    }
    return [{entry: refTo(builder, {text: entry.key, span: entry.keySpan, pieces: []}), value}];
  });
}
