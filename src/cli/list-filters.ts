import {partialId, qualify} from '../base/ids.ts';
import {nearest} from '../base/nearest.ts';
import type {Span} from '../base/source.ts';
import type {Identified} from '../catalog/index-units.ts';
import {compileGlob, type GlobPattern, matchesGlob} from '../expressions/glob.ts';
import {buildUnit} from '../units/build-unit.ts';
import {unitSpecs} from '../units/fields/index.ts';
import {plugins} from '../units/fields/job.ts';
import {fieldText, valueAsText} from '../units/record-access.ts';
import {isJob, type Job} from '../units/unit.ts';
import type {Value} from '../units/value.ts';
import type {CliContext} from './context.ts';
import type {ListOptions} from './options.ts';
import {usageError} from './usage-error.ts';

type Filter = (unit: Identified) => boolean;

/** Every filter that is given must let a unit through. */
export function listFilter(context: CliContext, units: readonly Identified[], options: ListOptions): Filter {
  const {match, plugin, category, where = [], written} = options;
  const filters = [
    ...(match === undefined ? [] : [matchFilter(match)]),
    ...(plugin === undefined ? [] : [pluginFilter(context, plugin)]),
    ...(category === undefined ? [] : [categoryFilter(context, units, category)]),
    ...where.map((condition) => whereFilter(context, units, condition)),
    ...(written === true ? [writtenFilter(units)] : []),
  ];
  return (unit) => filters.every((filter) => filter(unit));
}

/** What is made of a unit keeps its span and comes behind it. */
function writtenFilter(units: readonly Identified[]): Filter {
  const first = new Map<Span, Identified>();
  for (const unit of units) if (!first.has(unit.record.span)) first.set(unit.record.span, unit);
  return (unit) => first.get(unit.record.span) === unit;
}

/** With `*`, `?` or `[a-z]` all of the full or the partial id; without them any part of it. */
function readPattern(text: string): GlobPattern {
  return compileGlob(/[*?[]/.test(text) ? text : `*${text}*`);
}

function matchFilter(text: string): Filter {
  const pattern = readPattern(text);
  return ({id}) => matchesGlob(id, pattern) || matchesGlob(partialId(id), pattern);
}

function jobOf({record}: Identified): Job | undefined {
  const unit = buildUnit(record).value;
  return unit !== undefined && isJob(unit) ? unit : undefined;
}

/** A template counts as what it makes. */
function pluginFilter({words}: CliContext, wanted: string): Filter {
  if (!plugins.some((plugin) => plugin === wanted)) {
    const message = `there is no plugin ${wanted}; there are ${plugins.join(', ')}`;
    const suggestion = nearest(wanted, plugins);
    throw usageError(words, {code: 'usage/unknown-plugin', message, word: wanted, suggestion});
  }
  return (unit) => {
    if (unit.kind === 'template') return fieldText(unit.record, 'plugin')?.text === wanted;
    return jobOf(unit)?.plugin === wanted;
  };
}

function categoryFilter({words}: CliContext, units: readonly Identified[], wanted: string): Filter {
  const known = units.filter(({kind}) => kind === 'category').map(({id}) => id);
  const ids = new Set(known.filter((id) => id === wanted || partialId(id) === wanted));
  if (ids.size === 0) {
    const near = nearest(wanted, wanted.includes('::') ? known : known.map(partialId));
    throw usageError(words, {
      code: 'usage/unknown-id',
      message: `there is no category ${wanted}`,
      word: wanted,
      suggestion: near,
    });
  }
  return (unit) => {
    const {kind, record} = unit;
    const written = kind === 'template' ? fieldText(record, 'category_id')?.text : undefined;
    const id = written === undefined ? jobOf(unit)?.category?.id : qualify(written, record.origin.namespace);
    return id !== undefined && ids.has(id);
  };
}

/** `FIELD`: the unit has it. `FIELD=GLOB`: all of it, one of its lines or one of its words fits. */
function whereFilter({words}: CliContext, units: readonly Identified[], condition: string): Filter {
  const [name = '', ...rest] = condition.split('=');
  checkField(words, units, {name, condition});
  if (rest.length === 0) return ({record}) => record.fields.has(name);
  const pattern = compileGlob(rest.join('='));
  return ({record}) => {
    const value = record.fields.get(name)?.value;
    return value !== undefined && partsOf(value).some((part) => matchesGlob(part, pattern));
  };
}

function checkField(
  words: readonly string[],
  units: readonly Identified[],
  {name, condition}: {name: string; condition: string},
): void {
  const known = new Set(Object.values(unitSpecs).flatMap(({fields}) => fields.map((field) => field.name)));
  if (known.has(name) || units.some(({record}) => record.fields.has(name))) return;
  const message = `no unit has a field ${name}`;
  throw usageError(words, {code: 'usage/unknown-field', message, word: condition, suggestion: nearest(name, known)});
}

function partsOf(value: Value): readonly string[] {
  if (value.type === 'list') return value.items.flatMap(partsOf);
  if (value.type === 'map') return value.entries.map(({key}) => key);
  const text = valueAsText(value)?.text.trim();
  if (text === undefined) return [];
  return [text, ...text.split('\n').map((line) => line.trim()), ...text.split(/[\s,]+/)];
}
