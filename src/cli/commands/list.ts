import {counted} from '../../base/counted.ts';
import {nearest} from '../../base/nearest.ts';
import {isBuiltIn} from '../../catalog/unit-set.ts';
import type {Unit, UnitKind} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {placeOf, summaryOf} from '../describe-unit.ts';
import {listFilter} from '../list-filters.ts';
import {loadCatalog} from '../load.ts';
import type {ExitCode, ListOptions} from '../options.ts';
import {table, writeErrors, writeJson, writeLines} from '../output.ts';
import {usageError} from '../usage-error.ts';

const kinds: Readonly<Record<string, readonly UnitKind[]>> = {
  units: ['job', 'setup job', 'template', 'test plan', 'category', 'manifest entry', 'exporter', 'packaging meta-data'],
  jobs: ['job', 'setup job'],
  templates: ['template'],
  'test-plans': ['test plan'],
  categories: ['category'],
  'manifest-entries': ['manifest entry'],
  exporters: ['exporter'],
  'packaging-meta-data': ['packaging meta-data'],
};

/** `test plan`, `test plans` and `test-plan` are all meant. */
function kindsNamed(context: CliContext, word: string): readonly UnitKind[] {
  const spelled = word.toLowerCase().replaceAll(/[ _]/g, '-');
  const names = Object.keys(kinds);
  const name = names.find(
    (known) => known === spelled || known === `${spelled}s` || known === spelled.replace(/y$/, 'ies'),
  );
  const found = name === undefined ? undefined : kinds[name];
  if (found !== undefined) return found;
  throw usageError(context.words, {
    code: 'usage/unknown-kind',
    message: `there is no kind of unit ${word}; there are ${names.join(', ')}`,
    word,
    suggestion: nearest(spelled, names),
  });
}

export async function list(context: CliContext, kind: string, options: ListOptions): Promise<ExitCode> {
  const wanted = new Set(kindsNamed(context, kind));
  const globs = options.providerName ?? [];
  const use = globs.length === 0 ? undefined : {globs};
  const {set, diagnostics} = await loadCatalog(context, {...options, use});
  const isListed = listFilter(context, set, options);
  // What is built in is always there, and is nobody's choice.
  const ofKind = set.units.filter((unit) => wanted.has(unit.kind) && !(use !== undefined && isBuiltIn(set, unit)));
  const units = ofKind.filter(isListed);
  writeErrors(context, diagnostics);
  if (options.json) writeJson(context, units.map(entryOf));
  else
    writeLines(context, table(units.map((unit) => [...(wanted.size > 2 ? [unit.kind] : []), unit.id, oneLine(unit)])));
  if (units.length === 0 && ofKind.length > 0)
    context.err.write(`none of ${counted(ofKind.length, 'unit')} is like that\n`);
  return 0;
}

function entryOf(unit: Unit): Readonly<Record<string, unknown>> {
  const {file, line} = placeOf(unit);
  return {id: unit.id, kind: unit.kind, provider: unit.record.origin.provider, summary: summaryOf(unit), file, line};
}

function oneLine(unit: Unit): string {
  return summaryOf(unit).replaceAll(/\s+/g, ' ');
}
