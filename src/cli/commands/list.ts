import {counted} from '../../base/counted.ts';
import {nearest} from '../../base/nearest.ts';
import type {Identified} from '../../catalog/index-units.ts';
import {listUnits} from '../../catalog/list-units.ts';
import {isBuiltIn} from '../../catalog/unit-set.ts';
import {recordSummary} from '../../units/record-summary.ts';
import type {UnitKind} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {placeOf} from '../describe-unit.ts';
import {listFilter} from '../list-filters.ts';
import {wantedProviders} from '../load.ts';
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
  const {value: providers, diagnostics, load} = wantedProviders(context, {...options, use});
  const listed = await listUnits(context.host, providers, load);
  const isListed = listFilter(context, listed.value, options);
  // What is built in is always there, and is nobody's choice.
  const ofKind = listed.value.filter(
    ({kind, record}) => wanted.has(kind) && !(use !== undefined && isBuiltIn(providers, record)),
  );
  const units = ofKind.filter(isListed);
  writeErrors(context, [...diagnostics, ...listed.diagnostics]);
  if (options.json) writeJson(context, units.map(entryOf));
  else
    writeLines(context, table(units.map((unit) => [...(wanted.size > 2 ? [unit.kind] : []), unit.id, oneLine(unit)])));
  if (units.length === 0 && ofKind.length > 0)
    context.err.write(`none of ${counted(ofKind.length, 'unit')} is like that\n`);
  return 0;
}

function entryOf({id, kind, record}: Identified): Readonly<Record<string, unknown>> {
  const {file, line} = placeOf(record);
  return {id, kind, provider: record.origin.provider, summary: recordSummary(record), file, line};
}

function oneLine({record}: Identified): string {
  return recordSummary(record).replaceAll(/\s+/g, ' ');
}
