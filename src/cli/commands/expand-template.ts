import {renderDiagnostic} from '../../base/render-diagnostic.ts';
import {expandUnits} from '../../runners/planning.ts';
import type {Expansion} from '../../templates/expansion.ts';
import {expansionToJson} from '../../templates/expansion-json.ts';
import {explainExpansion, recordNumbers} from '../../templates/explain-expansion.ts';
import type {Job, Template} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {summaryOf} from '../describe-unit.ts';
import {expandContext} from '../expand-context.ts';
import {type Loaded, loadCatalog, unitNamed} from '../load.ts';
import type {ExitCode, ExpandOptions} from '../options.ts';
import {table, writeErrors, writeJson, writeLines} from '../output.ts';
import {readResources} from '../read-resources.ts';
import {usageError} from '../usage-error.ts';

/** Shows what templates make of the resources. A failed instance, or a resource that cannot be known, is exit code 2. */
export async function expandTemplates(
  context: CliContext,
  word: string | undefined,
  options: ExpandOptions,
): Promise<ExitCode> {
  const loaded = await loadCatalog(context, options);
  const {set} = loaded;
  const templates = wantedTemplates(context, loaded, {word, all: options.all === true});
  writeErrors(context, loaded.diagnostics);
  const jobs: readonly Job[] = templates.flatMap(({resource}) => set.jobs.get(resource.id) ?? []);
  const resources = new Map(
    await readResources(context, set, {
      recording: options.recording,
      wanted: (known) => [...new Set(jobs)].filter(({id}) => !known.has(id)),
    }),
  );
  for (const {resource} of templates) {
    if (resources.has(resource.id)) continue;
    const reason = set.jobs.has(resource.id) ? 'the recording does not have it' : 'there is no such resource job';
    resources.set(resource.id, {state: 'unknown', reason});
  }
  const ids = templates.map(({id}) => id);
  const {expansions} = expandUnits(set, ids, {resources, context: expandContext(context, set)});
  if (options.json) {
    const documents = expansions.map(expansionToJson);
    writeJson(context, options.all === true ? documents : documents[0]);
  } else
    writeLines(
      context,
      expansions.flatMap((expansion) => describe(expansion, context)),
    );
  return expansions.some(({failed, state}) => failed.length > 0 || state === 'unknown') ? 2 : 0;
}

interface Wanted {
  readonly word: string | undefined;
  readonly all: boolean;
}

function wantedTemplates(context: CliContext, loaded: Loaded, {word, all}: Wanted): readonly Template[] {
  if (all && word === undefined) return [...loaded.set.templates.values()];
  if (!all && word !== undefined) return [unitNamed(context, loaded, {kind: 'template', word})];
  const message = all ? 'give either a template or --all' : 'give the id of a template, or --all';
  throw usageError(context.words, {code: 'usage/which-template', message, word: word ?? 'expand-template'});
}

function describe(expansion: Expansion, {colour}: CliContext): readonly string[] {
  const {summary, causes, about} = explainExpansion(expansion);
  const instances = table(
    expansion.instances.map(({id, record, unit}) => [`  ${id}`, `record ${record}`, summaryOf(unit)]),
  );
  const reasons = causes
    .filter(({kind}) => kind !== 'resource')
    .map(({kind, message, records}) => `  ${kind}: record ${recordNumbers(records)}: ${message}`);
  const told = about.map((diagnostic) => renderDiagnostic(diagnostic, {colour}));
  return [summary, ...instances, ...reasons, ...told, ''];
}
