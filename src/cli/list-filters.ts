import {partialId, qualify} from '../base/ids.ts';
import {nearest} from '../base/nearest.ts';
import type {UnitSet} from '../catalog/unit-set.ts';
import {compileGlob, type GlobPattern, matchesGlob} from '../expressions/glob.ts';
import {unitSpecs} from '../units/fields/index.ts';
import {plugins} from '../units/fields/job.ts';
import {fieldText, valueAsText} from '../units/record-access.ts';
import {isJob, type Unit} from '../units/unit.ts';
import type {Value} from '../units/value.ts';
import type {CliContext} from './context.ts';
import type {ListOptions} from './options.ts';
import {usageError} from './usage-error.ts';

type Filter = (unit: Unit) => boolean;

/** Every filter that is given must let a unit through. */
export function listFilter(context: CliContext, set: UnitSet, options: ListOptions): Filter {
  const {match, plugin, category, where = []} = options;
  const filters = [
    ...(match === undefined ? [] : [matchFilter(match)]),
    ...(plugin === undefined ? [] : [pluginFilter(context, plugin)]),
    ...(category === undefined ? [] : [categoryFilter(context, set, category)]),
    ...where.map((condition) => whereFilter(context, set, condition)),
  ];
  return (unit) => filters.every((filter) => filter(unit));
}

/** With `*`, `?` or `[a-z]` all of the full or the partial id; without them any part of it. */
function readPattern(text: string): GlobPattern {
  return compileGlob(/[*?[]/.test(text) ? text : `*${text}*`);
}

function matchFilter(text: string): Filter {
  const pattern = readPattern(text);
  return ({id}) => matchesGlob(id, pattern) || matchesGlob(partialId(id), pattern);
}

/** A template counts as what it makes. */
function pluginFilter({words}: CliContext, wanted: string): Filter {
  if (!plugins.some((plugin) => plugin === wanted)) {
    const message = `there is no plugin ${wanted}; there are ${plugins.join(', ')}`;
    const suggestion = nearest(wanted, plugins);
    throw usageError(words, {code: 'usage/unknown-plugin', message, word: wanted, suggestion});
  }
  return (unit) => {
    if (isJob(unit)) return unit.plugin === wanted;
    return unit.kind === 'template' && fieldText(unit.body, 'plugin')?.text === wanted;
  };
}

function categoryFilter({words}: CliContext, set: UnitSet, wanted: string): Filter {
  const known = [...set.categories.keys()];
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
    if (isJob(unit)) return unit.category !== undefined && ids.has(unit.category.id);
    const text = unit.kind === 'template' ? fieldText(unit.body, 'category_id')?.text : undefined;
    return text !== undefined && ids.has(qualify(text, unit.record.origin.namespace));
  };
}

/** `FIELD`: the unit has it. `FIELD=GLOB`: all of it, one of its lines or one of its words fits. */
function whereFilter({words}: CliContext, set: UnitSet, condition: string): Filter {
  const [name = '', ...rest] = condition.split('=');
  checkField(words, set, {name, condition});
  if (rest.length === 0) return ({record}) => record.fields.has(name);
  const pattern = compileGlob(rest.join('='));
  return ({record}) => {
    const value = record.fields.get(name)?.value;
    return value !== undefined && partsOf(value).some((part) => matchesGlob(part, pattern));
  };
}

function checkField(
  words: readonly string[],
  set: UnitSet,
  {name, condition}: {name: string; condition: string},
): void {
  const known = new Set(Object.values(unitSpecs).flatMap(({fields}) => fields.map((field) => field.name)));
  if (known.has(name) || set.units.some(({record}) => record.fields.has(name))) return;
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
