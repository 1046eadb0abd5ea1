import {counted} from '../../base/counted.ts';
import type {Diagnostic} from '../../base/diagnostic.ts';
import {nearest} from '../../base/nearest.ts';
import {listProviders} from '../../catalog/list-providers.ts';
import type {Listing} from '../../catalog/listing.ts';
import {isBuiltIn} from '../../catalog/unit-set.ts';
import type {UnitKind} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {listKeeping} from '../list-shelf.ts';
import {type WantedProviders, wantedProviders} from '../load.ts';
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

/** `test plan`, `test plans`, `test-plan` and `plans` are all meant. */
function kindsNamed(context: CliContext, word: string): readonly UnitKind[] {
  const spelled = word
    .toLowerCase()
    .replaceAll(/[ _]/g, '-')
    .replace(/^plans?$/, 'test-$&');
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

interface Listed {
  readonly all: readonly Listing[];
  readonly chosen: ReadonlySet<Listing> | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Filters look at records, so with one every unit is read. */
async function listed(
  context: CliContext,
  {value: providers, load}: WantedProviders,
  options: ListOptions,
): Promise<Listed> {
  const {match, plugin, category, where, written} = options;
  if ([match, plugin, category, where, written].every((filter) => filter === undefined)) {
    const {value, diagnostics} = await listProviders(context.host, providers, {load, keeping: listKeeping(context)});
    return {all: value, chosen: undefined, diagnostics};
  }
  const [{listUnits}, {listingOf}, {listFilter}] = await Promise.all([
    import('../../catalog/list-units.ts'),
    import('../../catalog/listing.ts'),
    import('../list-filters.ts'),
  ]);
  const {value, diagnostics} = await listUnits(context.host, providers, load);
  const isChosen = listFilter(context, value, options);
  const all = value.map((unit) => ({listing: listingOf(unit), isChosen: isChosen(unit)}));
  const chosen = new Set(all.flatMap((unit) => (unit.isChosen ? [unit.listing] : [])));
  return {all: all.map(({listing}) => listing), chosen, diagnostics};
}

export async function list(context: CliContext, kind: string, options: ListOptions): Promise<ExitCode> {
  const wanted = new Set(kindsNamed(context, kind));
  const globs = options.providerName ?? [];
  const use = globs.length === 0 ? undefined : {globs};
  const found = wantedProviders(context, {...options, use});
  const {all, chosen, diagnostics} = await listed(context, found, options);
  // What is built in is always there, and is nobody's choice.
  const ofKind = all.filter(
    ({kind, provider}) => wanted.has(kind) && !(use !== undefined && isBuiltIn(found.value, provider)),
  );
  const units = chosen === undefined ? ofKind : ofKind.filter((unit) => chosen.has(unit));
  writeErrors(context, [...found.diagnostics, ...diagnostics]);
  if (options.json)
    writeJson(
      context,
      units.map(({id, kind, provider, summary, file, line}) => ({id, kind, provider, summary, file, line})),
    );
  else
    writeLines(
      context,
      table(units.map(({kind, id, summary}) => [...(wanted.size > 2 ? [kind] : []), id, oneLine(summary)])),
    );
  if (units.length === 0 && ofKind.length > 0)
    context.err.write(`none of ${counted(ofKind.length, 'unit')} is like that\n`);
  return 0;
}

function oneLine(summary: string): string {
  return summary.replaceAll(/\s+/g, ' ');
}
