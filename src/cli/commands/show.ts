import {positionAt} from '../../base/source.ts';
import {type Reference, referencedBy} from '../../catalog/references.ts';
import {recordToJson} from '../../units/record-access.ts';
import type {Unit} from '../../units/unit.ts';
import type {JsonValue} from '../../units/value.ts';
import type {CliContext} from '../context.ts';
import {placeOf} from '../describe-unit.ts';
import {loadCatalog, unitNamed} from '../load.ts';
import type {ExitCode, JsonOptions} from '../options.ts';
import {table, writeErrors, writeJson, writeLines} from '../output.ts';

export async function show(context: CliContext, id: string, options: JsonOptions): Promise<ExitCode> {
  const loaded = await loadCatalog(context, options);
  const unit = unitNamed(context, loaded, {kind: 'unit', word: id});
  const references = referencedBy(loaded.set).get(unit.id) ?? [];
  writeErrors(
    context,
    loaded.diagnostics.filter(({span}) => span.file === unit.span.file),
  );
  if (options.json) writeJson(context, toJson(unit, references));
  else writeLines(context, describe(unit, references));
  return 0;
}

function toJson(unit: Unit, references: readonly Reference[]): Readonly<Record<string, unknown>> {
  return {
    id: unit.id,
    kind: unit.kind,
    provider: unit.record.origin.provider,
    ...placeOf(unit),
    fields: recordToJson(unit.record),
    referencedBy: references.map(({from, field, span}) => ({
      id: from.id,
      kind: from.kind,
      field,
      file: span.file.path,
      line: positionAt(span.file, span.start).line,
    })),
  };
}

function describe(unit: Unit, references: readonly Reference[]): readonly string[] {
  const {file, line, endLine} = placeOf(unit);
  const head = table([
    ['id', unit.id],
    ['kind', unit.kind],
    ['provider', unit.record.origin.provider],
    ['place', `${file}:${line}-${endLine}`],
  ]);
  const fields = Object.entries(recordToJson(unit.record)).flatMap(([name, value]) => fieldLines(name, value));
  const callers = table(references.map(({from, field}) => [`  ${from.id}`, `${from.kind}, ${field}`]));
  return [...head, '', ...fields, '', callers.length === 0 ? 'nothing refers to it' : 'referred to by', ...callers];
}

function fieldLines(name: string, value: JsonValue): readonly string[] {
  const text = typeof value === 'string' ? value.trimEnd() : JSON.stringify(value, null, 2);
  const lines = text.split('\n');
  return lines.length === 1 ? [`${name}: ${text}`] : [`${name}:`, ...lines.map((line) => `  ${line}`)];
}
