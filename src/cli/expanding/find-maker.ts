import type {UnitId} from '../../base/ids.ts';
import {qualify} from '../../base/ids.ts';
import {nearest} from '../../base/nearest.ts';
import {findUnits} from '../../catalog/lookup.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import {couldMake, shapeOf} from '../../planner/template-shape.ts';
import {oneLine} from '../../runners/headless/words.ts';
import type {Expansion, Instance} from '../../templates/expansion.ts';
import {explainExpansion} from '../../templates/explain-expansion.ts';
import type {Template} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {placeOf} from '../describe-unit.ts';
import type {Loaded} from '../load.ts';
import {type Style, writeJson, writeLines} from '../output.ts';
import {usageError} from '../usage-error.ts';
import {type Gathered, gather, type Sources} from './gather.ts';
import {valueLines} from './record-text.ts';

interface Made {
  readonly expansion: Expansion;
  readonly instance: Instance;
}

interface Search extends Sources {
  readonly word: string;
  readonly json: boolean;
  readonly style: Style;
}

/** Says which template makes a job, and of which record. A job that nothing makes is a usage error. */
export async function showMaker(
  context: CliContext,
  {set}: Loaded,
  {word, json, style, ...sources}: Search,
): Promise<void> {
  const templates = candidates(set, word);
  const gathered = await gather(context, set, {templates, ...sources});
  const made = madeAs(gathered.expansions, word);
  const [first, ...others] = made;
  if (first === undefined) throw notMade(context, set, {word, gathered});
  if (others.length > 0) {
    const message = `more than one unit is called ${word}: ${made.map(({instance}) => instance.id).join(', ')}`;
    throw usageError(context.words, {code: 'usage/ambiguous-id', message, word});
  }
  const {expansion, instance} = first;
  const {template, resource} = expansion;
  const state = gathered.resources.get(resource);
  if (json) {
    const values = state?.state === 'known' ? state.records[instance.record] : undefined;
    writeJson(context, {job: instance.id, template, resource, record: instance.record, values});
    return;
  }
  const {file, line} = placeOf(instance.content);
  writeLines(context, [
    `${oneLine(instance.id)} is made by ${template} from record ${instance.record} of ${resource}`,
    `  template in ${file}:${line}`,
    ...valueLines(state, instance.record, style),
  ]);
}

function isCalled(id: UnitId, word: string): boolean {
  return id === word || id.endsWith(`::${word}`);
}

function madeAs(expansions: readonly Expansion[], word: string): readonly Made[] {
  return expansions.flatMap((expansion) =>
    expansion.instances.filter(({id}) => isCalled(id, word)).map((instance) => ({expansion, instance})),
  );
}

/** The templates whose instances may have this id, so that no other resource is read. */
function candidates({templates}: UnitSet, word: string): readonly Template[] {
  return [...templates.values()].filter((template) =>
    couldMake(shapeOf(template), qualify(word, template.record.origin.namespace)),
  );
}

function notMade(
  context: CliContext,
  set: UnitSet,
  {word, gathered}: {readonly word: string; readonly gathered: Gathered},
) {
  const [unit] = findUnits(set, word);
  const code = 'usage/not-made';
  if (unit !== undefined) {
    const {file, line} = placeOf(unit);
    const what = unit.kind === 'template' ? 'is a template itself' : 'is made by no template';
    return usageError(context.words, {code, message: `${unit.id} ${what}: it stands in ${file}:${line}`, word});
  }
  const tried = gathered.expansions.map((expansion) => explainExpansion(expansion).summary);
  const ids = gathered.expansions.flatMap(({instances}) => instances.map(({id}) => id.slice(id.indexOf('::') + 2)));
  const rest = tried.length === 0 ? 'and no template has ids like it' : `here: ${tried.slice(0, 3).join('; ')}`;
  const message = `no template makes ${word} ${rest}`;
  return usageError(context.words, {code, message, word, suggestion: nearest(word, ids)});
}
