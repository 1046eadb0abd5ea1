import type {DiagnosticCode} from '../base/diagnostic.ts';
import {nearest} from '../base/nearest.ts';
import {type SourceText, type Span, synthetic} from '../base/source.ts';
import type {UnitRecord} from '../units/record.ts';
import {valueAsText} from '../units/record-access.ts';
import type {MapValue, Value} from '../units/value.ts';
import {asValue, plainValue, surround, withFields, withoutFields} from './edit.ts';
import type {Transform, TransformConfig} from './transform.ts';

const ways = ['shell', 'script', 'task'] as const;
type Way = (typeof ways)[number];

const keysOf: Readonly<Record<Way, readonly string[]>> = {
  shell: ['using', 'script', 'strict', 'directory', 'env'],
  script: ['using', 'name', 'arguments', 'env'],
  task: ['using', 'module', 'arguments', 'env'],
};

interface Place {
  readonly config: TransformConfig;
  readonly record: UnitRecord;
  readonly run: MapValue;
}

interface Complaint {
  readonly message: string;
  readonly span: Span;
  readonly code?: DiagnosticCode;
  readonly suggestion?: string | undefined;
}

function complain({config, record}: Place, {code = 'transform/run', message, span, suggestion}: Complaint): undefined {
  config.report({code, message, record, field: 'run', span, ...(suggestion === undefined ? {} : {suggestion})});
  return undefined;
}

function isWay(text: string | undefined): text is Way {
  return ways.some((way) => way === text);
}

function entryOf(place: Place, key: string): Value | undefined {
  return place.run.entries.find((entry) => entry.key === key)?.value;
}

function wayOf(place: Place): Way | undefined {
  const value = entryOf(place, 'using');
  const text = value && plainValue(value);
  if (isWay(text)) return text;
  const suggestion = text === undefined ? undefined : nearest(text, ways);
  return complain(place, {
    message: `using must be one of ${ways.join(', ')}`,
    span: value?.span ?? place.run.span,
    suggestion,
  });
}

function checkKeys(place: Place, way: Way): void {
  for (const {key, keySpan} of place.run.entries) {
    if (keysOf[way].includes(key)) continue;
    const message = `a run description using ${way} has no key ${key}`;
    complain(place, {code: 'transform/unknown-run-key', message, span: keySpan, suggestion: nearest(key, keysOf[way])});
  }
}

/** Braces count as unsafe: where a template puts a value between them it is quoted for single quotes. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function requiredText(place: Place, key: string): SourceText | undefined {
  const value = entryOf(place, key);
  const text = value && valueAsText(value);
  if (text !== undefined && text.text.trim() !== '') return text;
  return complain(place, {message: `${key} must be given, as text`, span: value?.span ?? place.run.span});
}

function argumentsOf(place: Place): string {
  const value = entryOf(place, 'arguments');
  if (value === undefined) return '';
  const items = value.type === 'list' ? value.items : [value];
  const words = items.flatMap((item) => {
    const word = plainValue(item);
    if (word === undefined) complain(place, {message: 'each argument must be text', span: item.span});
    return word ?? [];
  });
  return words.map((word) => ` ${quoted(word)}`).join('');
}

function environment(place: Place): readonly string[] {
  const value = entryOf(place, 'env');
  if (value === undefined) return [];
  if (value.type !== 'map') {
    complain(place, {message: 'env must be a map from a name to text', span: value.span});
    return [];
  }
  return value.entries.flatMap(({key, keySpan, value: inner}) => {
    const text = valueAsText(inner)?.text;
    if (text !== undefined && /^[A-Za-z_]\w*$/.test(key)) return [`${key}=${quoted(text)}`];
    complain(place, {message: `${key} is no name of a variable with a text`, span: keySpan});
    return [];
  });
}

/** The script as it is written, after the lines that set it up. */
function shellCommand(place: Place): SourceText | undefined {
  const script = requiredText(place, 'script');
  const strict = entryOf(place, 'strict');
  const directory = entryOf(place, 'directory');
  const lines = environment(place).map((assignment) => `export ${assignment}\n`);
  if (strict?.type === 'scalar' && strict.value === true) lines.unshift('set -eu\n');
  if (directory !== undefined) lines.push(`cd ${quoted(plainValue(directory) ?? '.')}\n`);
  return script === undefined ? undefined : surround(script, lines.join(''), '');
}

/** A program of the provider's `bin`, which is on PATH. */
function scriptCommand(place: Place): SourceText | undefined {
  const name = requiredText(place, 'name');
  if (name === undefined) return undefined;
  const before = environment(place).map((assignment) => `${assignment} `);
  return synthetic(`${before.join('')}${quoted(name.text.trim())}${argumentsOf(place)}`, name.span);
}

/** A JavaScript or TypeScript module of the provider's `data`, run by the Node that runs us. */
function taskCommand(place: Place): SourceText | undefined {
  const module = requiredText(place, 'module');
  if (module === undefined) return undefined;
  const before = environment(place).map((assignment) => `${assignment} `);
  const path = `"$PLAINBOX_PROVIDER_DATA"/${quoted(module.text.trim())}`;
  return synthetic(`${before.join('')}"\${ASSAY_NODE:-node}" ${path}${argumentsOf(place)}`, module.span);
}

const commands: Readonly<Record<Way, (place: Place) => SourceText | undefined>> = {
  shell: shellCommand,
  script: scriptCommand,
  task: taskCommand,
};

function withCommand(record: UnitRecord, config: TransformConfig): UnitRecord {
  const field = record.fields.get('run');
  const rest = withoutFields(record, 'run');
  if (field === undefined) return record;
  const {value} = field;
  if (value.type !== 'map') {
    config.report({code: 'transform/run', message: 'must be a map with the key using', record, field: 'run'});
    return rest;
  }
  const place = {config, record, run: value};
  if (record.fields.has('command')) {
    complain(place, {message: 'a unit has a command or a run description, not both', span: field.nameSpan});
    return rest;
  }
  const way = wayOf(place);
  if (way === undefined) return rest;
  checkKeys(place, way);
  const command = commands[way](place);
  if (command === undefined) return rest;
  return withFields(rest, [{name: 'command', nameSpan: field.nameSpan, translatable: false, value: asValue(command)}]);
}

/** `run: {using: shell | script | task, …}`: what a job does, described; turned into its command. */
export const runDescription: Transform = function* (config, records) {
  for (const record of records) yield record.fields.has('run') ? withCommand(record, config) : record;
};
