import {partialId, qualify} from '../../base/ids.ts';
import {lineStarts, positionAt} from '../../base/source.ts';
import {findUnits} from '../../catalog/lookup.ts';
import {referencedBy} from '../../catalog/references.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import {couldMake, shapeOf} from '../../planner/template-shape.ts';
import {recordToJson} from '../../units/record-access.ts';
import {isJob, type Template, type Unit} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {placeOf} from '../describe-unit.ts';
import {errorsBeside} from '../errors-beside.ts';
import {fieldLines} from '../field-lines.ts';
import {type Loaded, loadWhole, unitNamed} from '../load.ts';
import type {ExitCode, ShowOptions} from '../options.ts';
import {table, writeErrors, writeJson, writeLines} from '../output.ts';
import {type Mention, patternMentions} from '../pattern-mentions.ts';
import {usageError} from '../usage-error.ts';

export async function show(context: CliContext, id: string, options: ShowOptions): Promise<ExitCode> {
  const loaded = await loadWhole(context, options);
  const unit = unitShown(context, loaded, id);
  const mentions = [...(referencedBy(loaded.set).get(unit.id) ?? []), ...patternMentions(loaded.set, unit)];
  const units = [...loaded.set.units, ...loaded.unmade].map(({span}) => span);
  writeErrors(context, errorsBeside(loaded.diagnostics, [unit.span], units));
  const source = options.source === true ? sourceLines(unit) : undefined;
  if (options.json) writeJson(context, toJson(unit, {mentions, source}));
  else writeLines(context, describe(unit, {mentions, source}));
  return 0;
}

/** Somebody who looks for a job that a template makes is told of the template. */
function unitShown(context: CliContext, loaded: Loaded, id: string): Unit {
  if (findUnits(loaded.set, id).length === 0) {
    const template = makerOf(loaded.set, id);
    if (template !== undefined) {
      const partial = partialId(template.id);
      const message = `${id} is no unit of a file; the template ${partial} may make it: assay expand-template ${partial}`;
      throw usageError(context.words, {code: 'usage/unknown-id', message, word: id});
    }
  }
  return unitNamed(context, loaded, {kind: 'unit', word: id});
}

/** The template that says most about an id of its instances. */
function makerOf(set: UnitSet, id: string): Template | undefined {
  const literal = (template: Template): number => shapeOf(template).literals.join('').length;
  const able = [...set.templates.values()].filter((template) => {
    const {namespace} = template.record.origin;
    return shapeOf(template).prefix !== `${namespace}::` && couldMake(shapeOf(template), qualify(id, namespace));
  });
  return able.sort((a, b) => literal(b) - literal(a))[0];
}

/** The lines from the unit's first to its last field, as they stand in the file. */
function sourceLines({span}: Unit): readonly string[] {
  const starts = lineStarts(span.file);
  const first = positionAt(span.file, span.start).line;
  const last = positionAt(span.file, Math.max(span.start, span.end - 1)).line;
  return span.file.text
    .slice(starts[first - 1], starts[last])
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
}

interface About {
  readonly mentions: readonly Mention[];
  readonly source: readonly string[] | undefined;
}

function toJson(unit: Unit, {mentions, source}: About): Readonly<Record<string, unknown>> {
  return {
    id: unit.id,
    kind: unit.kind,
    provider: unit.record.origin.provider,
    ...placeOf(unit),
    fields: recordToJson(unit.record),
    ...(source === undefined ? {} : {source: source.join('\n')}),
    referencedBy: mentions.map(({from, field, span, pattern}) => ({
      id: from.id,
      kind: from.kind,
      field,
      file: span.file.path,
      line: positionAt(span.file, span.start).line,
      ...(pattern === undefined ? {} : {pattern}),
    })),
  };
}

function describe(unit: Unit, {mentions, source}: About): readonly string[] {
  const {file, line, endLine} = placeOf(unit);
  const head = table([
    ['id', unit.id],
    ['kind', unit.kind],
    ['provider', unit.record.origin.provider],
    ['place', `${file}:${line}-${endLine}`],
  ]);
  const fields = Object.entries(recordToJson(unit.record)).flatMap(([name, value]) => fieldLines(name, value));
  const callers = table(
    mentions.map(({from, field, pattern}) => [
      `  ${from.id}`,
      `${from.kind}, ${field}${pattern === undefined ? '' : ` by ${pattern}`}`,
    ]),
  );
  return [
    ...head,
    '',
    ...(source === undefined ? fields : numbered(source, line)),
    '',
    callers.length === 0 ? 'nothing refers to it' : 'referred to by',
    ...callers,
    ...hints(unit),
  ];
}

function numbered(lines: readonly string[], first: number): readonly string[] {
  const width = String(first + lines.length - 1).length;
  return lines.map((text, index) => `${String(first + index).padStart(width)} | ${text}`);
}

function hints(unit: Unit): readonly string[] {
  const id = partialId(unit.id);
  if (unit.kind === 'template') return ['', `assay expand-template ${id} shows what it makes here`];
  return isJob(unit) || unit.kind !== 'test plan' ? [] : ['', `assay plan ${id} shows what it runs here`];
}
