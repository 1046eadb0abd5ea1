import {qualify} from '../../base/ids.ts';
import {nearest} from '../../base/nearest.ts';
import {positionAt, type Span} from '../../base/source.ts';
import {traceUnits} from '../../catalog/load-units.ts';
import {idFieldOf, kindOf, plainText, plainValue} from '../../transforms/edit.ts';
import type {FieldChange, TracedUnit, TraceStep} from '../../transforms/trace.ts';
import {buildUnit} from '../../units/build-unit.ts';
import type {UnitRecord} from '../../units/record.ts';
import {recordToJson, valueToJson, writtenName} from '../../units/record-access.ts';
import type {CliContext} from '../context.ts';
import {errorsBeside} from '../errors-beside.ts';
import {fieldLines} from '../field-lines.ts';
import {hidingErrors, wantedProviders} from '../load.ts';
import type {ExitCode, JsonOptions} from '../options.ts';
import {table, writeErrors, writeJson, writeLines} from '../output.ts';
import {UsageError, usageError} from '../usage-error.ts';

type Traced = Awaited<ReturnType<typeof traceUnits>>;

/** A unit after every layer. The id of what a file says gives all units that were made of it. */
export async function traceLayers(context: CliContext, word: string, options: JsonOptions): Promise<ExitCode> {
  const found = wantedProviders(context, options);
  const traced = await traceUnits(context.host, found.value, found.load);
  const units = unitsMeant(context, traced, word);
  const spansOf = (some: readonly TracedUnit[]): readonly Span[] => some.map(({source}) => source.span);
  const missingLayers = traced.diagnostics.filter(({code}) => code.startsWith('provider/'));
  writeErrors(context, [...missingLayers, ...errorsBeside(traced.diagnostics, spansOf(units), spansOf(traced.value))]);
  if (options.json) writeJson(context, units.map(toJson));
  else writeLines(context, units.flatMap(describe));
  return 0;
}

/** The id as far as it can be told of a record that may be no unit yet. */
function idOf(record: UnitRecord): string | undefined {
  const built = buildUnit(record).value?.id;
  if (built !== undefined) return built;
  const field = idFieldOf(record);
  const partial = plainText(record, 'template-id') ?? (field && plainValue(field.value));
  return partial === undefined ? undefined : qualify(partial, record.origin.namespace);
}

function isMeant(id: string | undefined, word: string): boolean {
  return id !== undefined && (id === word || id.slice(id.indexOf('::') + 2) === word);
}

function unitsMeant({words}: CliContext, traced: Traced, word: string): readonly TracedUnit[] {
  const {value: units} = traced;
  const ids = units.map(({record}) => idOf(record));
  const exact = units.filter((_, index) => isMeant(ids[index], word));
  if (exact.length > 0) return exact;
  const made = units.filter(({source}) => isMeant(idOf(source), word));
  if (made.length > 0) return made;
  const known = ids.flatMap((id) =>
    id === undefined ? [] : word.includes('::') ? [id] : [id.slice(id.indexOf('::') + 2)],
  );
  const problem = usageError(words, {
    code: 'usage/unknown-id',
    message: `there is no unit ${word}`,
    word,
    suggestion: nearest(word, new Set(known)),
  });
  throw new UsageError([...hidingErrors(traced, word), ...problem.diagnostics]);
}

function toJson({record, source, steps}: TracedUnit): Readonly<Record<string, unknown>> {
  const {file, start, end} = source.span;
  return {
    id: idOf(record),
    kind: kindOf(record),
    provider: record.origin.provider,
    file: file.path,
    line: positionAt(file, start).line,
    endLine: positionAt(file, end).line,
    written: recordToJson(source),
    layers: steps.map(({layer, record: after, changes}) => ({
      layer,
      changes: changes.map(changeToJson),
      fields: recordToJson(after),
    })),
  };
}

function changeToJson(change: FieldChange): Readonly<Record<string, unknown>> {
  const {field} = change;
  const value = valueToJson(field.value);
  switch (change.change) {
    case 'added':
      return {change: 'added', field: field.name, after: value};
    case 'removed':
      return {change: 'removed', field: field.name, before: value};
    case 'changed':
      return {change: 'changed', field: field.name, before: valueToJson(change.before.value), after: value};
  }
}

/** As written, then what each layer took away and put in. */
function describe({record, source, steps}: TracedUnit): readonly string[] {
  const {file, start, end} = source.span;
  const head = table([
    ['id', idOf(record) ?? 'none'],
    ['kind', kindOf(record)],
    ['place', `${file.path}:${positionAt(file, start).line}-${positionAt(file, end).line}`],
  ]);
  const written = [...source.fields.values()].flatMap((field) =>
    marked(' ', fieldLines(writtenName(field), valueToJson(field.value))),
  );
  return [...head, '', 'as written', ...written, ...layerLines(steps), ''];
}

/** Layers that changed nothing share a line. */
function layerLines(steps: readonly TraceStep[]): readonly string[] {
  const lines: string[] = [];
  let idle: string[] = [];
  const flush = (): void => {
    if (idle.length > 0) lines.push(`${idle.join(', ')}: nothing changed`);
    idle = [];
  };
  for (const {layer, changes} of steps) {
    if (changes.length === 0) idle.push(layer);
    else {
      flush();
      lines.push(`${layer}:`, ...changes.flatMap(changeLines));
    }
  }
  flush();
  return lines;
}

function changeLines(change: FieldChange): readonly string[] {
  const {field} = change;
  const now = fieldLines(field.name, valueToJson(field.value));
  switch (change.change) {
    case 'added':
      return marked('+', now);
    case 'removed':
      return marked('-', now);
    case 'changed':
      return [...marked('-', fieldLines(field.name, valueToJson(change.before.value))), ...marked('+', now)];
  }
}

function marked(mark: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${mark} ${line}`);
}
