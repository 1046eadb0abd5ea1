import {hasErrors} from '../../base/diagnostic.ts';
import type {UnitId} from '../../base/ids.ts';
import {diffExpansions, diffToJson} from '../../templates/diff-expansions.ts';
import type {Expansion} from '../../templates/expansion.ts';
import {expansionToJson} from '../../templates/expansion-json.ts';
import {whyNot} from '../../templates/explain-expansion.ts';
import type {Template} from '../../units/unit.ts';
import type {CliContext} from '../context.ts';
import {diffLines} from '../expanding/diff-text.ts';
import {expansionLines, overviewLines, reasonLines, summaryLines} from '../expanding/expansion-text.ts';
import {type Gathered, gather, type Sources} from '../expanding/gather.ts';
import {whyNotLines} from '../expanding/record-text.ts';
import {fieldLines, fullLines} from '../expanding/unit-text.ts';
import {type Loaded, loadCatalog, unitNamed} from '../load.ts';
import type {ExitCode, ExpandOptions} from '../options.ts';
import {styleOf, writeErrors, writeJson, writeLines} from '../output.ts';
import {usageError} from '../usage-error.ts';

/**
 * Shows what templates make of the resources. Exit code 2 where an instance failed or a template is wrong, else 4 where
 * something is unknown.
 */
export async function expandTemplates(
  context: CliContext,
  word: string | undefined,
  options: ExpandOptions,
): Promise<ExitCode> {
  checkOptions(context, word, options);
  const loaded = await loadCatalog(context, options);
  const named = word === undefined ? undefined : templateNamed(context, loaded, word);
  // Whoever asks for one template has the answer first, and then what is wrong elsewhere.
  if (named === undefined) writeErrors(context, loaded.diagnostics);
  const {recording} = options;
  if (options.job !== undefined) {
    const search = {word: options.job, json: options.json === true, style: styleOf(context)};
    const {showMaker} = await import('../expanding/find-maker.ts');
    await showMaker(context, loaded, {...search, recording, given: new Map()});
    return 0;
  }
  const templates = named === undefined ? [...loaded.set.templates.values()] : [named];
  const sources = {recording, given: await givenFor(context, loaded, templates, options.record ?? [])};
  const gathered = await gather(context, loaded.set, {templates, ...sources});
  checkRecordNumber(context, gathered.expansions, options.whyNot);
  const before = await gatherBefore(context, loaded, {templates, file: options.diff});
  if (options.json) showJson(context, {gathered, before}, options);
  else show(context, {gathered, before}, options);
  if (named !== undefined) writeErrors(context, loaded.diagnostics);
  return exitCodeOf(gathered.expansions);
}

function exitCodeOf(expansions: readonly Expansion[]): ExitCode {
  if (expansions.some(({failed, diagnostics}) => failed.length > 0 || hasErrors(diagnostics))) return 2;
  const isOpen = ({state, filtered}: Expansion): boolean =>
    state === 'unknown' || filtered.some(({unknown}) => unknown);
  return expansions.some(isOpen) ? 4 : 0;
}

/** Options that say the same thing twice, or that need one template. */
function checkOptions({words}: CliContext, id: string | undefined, options: ExpandOptions): void {
  const {all, job, record = [], recording, whyNot: number} = options;
  const fail = (message: string, word: string) => usageError(words, {code: 'usage/which-template', message, word});
  const ways = [id !== undefined, all === true, job !== undefined].filter(Boolean).length;
  if (ways === 0) throw fail('give the id of a template, --job with the id of a job, or --all', 'expand-template');
  if (ways > 1) throw fail('give one of these: a template, --job, --all', id ?? '--all');
  if (id === undefined && record.length > 0)
    throw fail('--record gives the records of one template: name it', '--record');
  if (id === undefined && number !== undefined)
    throw fail('--why-not is about a record of one template: name it', '--why-not');
  if (record.length > 0 && recording !== undefined)
    throw fail('the records come from --record or from --recording', '--record');
  if (number !== undefined && !/^\d+$/.test(number)) throw fail('records are counted from 0: --why-not 0', number);
}

function checkRecordNumber({words}: CliContext, [expansion]: readonly Expansion[], number: string | undefined): void {
  if (number === undefined || expansion === undefined || expansion.state === 'unknown') return;
  if (Number(number) < expansion.recordCount) return;
  throw usageError(words, {code: 'usage/no-record', message: whyNot(expansion, Number(number)), word: number});
}

function templateNamed(context: CliContext, loaded: Loaded, word: string): Template {
  return unitNamed(context, loaded, {kind: 'template', word});
}

async function givenFor(
  context: CliContext,
  {set}: Loaded,
  [template]: readonly Template[],
  texts: readonly string[],
): Promise<Sources['given']> {
  if (template === undefined || texts.length === 0) return new Map();
  const {givenRecords} = await import('../expanding/given-records.ts');
  const {id} = template.resource;
  return new Map([[id, givenRecords(context, texts, set.jobs.get(id))]]);
}

/** What the same templates give from another recording, by their ids. */
async function gatherBefore(
  context: CliContext,
  {set}: Loaded,
  {templates, file}: {readonly templates: readonly Template[]; readonly file: string | undefined},
): Promise<ReadonlyMap<UnitId, Expansion>> {
  if (file === undefined) return new Map();
  const {expansions} = await gather(context, set, {templates, recording: file, given: new Map()});
  return new Map(expansions.map((expansion) => [expansion.template, expansion]));
}

interface Shown {
  readonly gathered: Gathered;
  readonly before: ReadonlyMap<UnitId, Expansion>;
}

function showJson(context: CliContext, {gathered, before}: Shown, {all, diff, whyNot: number}: ExpandOptions): void {
  const documents = gathered.expansions.map((expansion) => ({
    ...expansionToJson(expansion),
    ...(number === undefined ? {} : {whyNot: {record: Number(number), message: whyNot(expansion, Number(number))}}),
    ...(diff === undefined ? {} : {diff: diffToJson(diffExpansions(before.get(expansion.template), expansion))}),
  }));
  writeJson(context, all === true ? documents : documents[0]);
}

function show(context: CliContext, {gathered, before}: Shown, options: ExpandOptions): void {
  const style = styleOf(context);
  const {expansions, resources} = gathered;
  const {diff: file, show: field, whyNot: number} = options;
  const isAbout = file === undefined && number === undefined && field === undefined && options.full === undefined;
  if (isAbout) {
    const lines =
      options.all === true ? overviewLines(expansions, style) : expansions.flatMap((one) => expansionLines(one, style));
    writeLines(context, lines);
    return;
  }
  for (const expansion of expansions) {
    if (number !== undefined) {
      const state = resources.get(expansion.resource);
      writeLines(context, whyNotLines(expansion, {record: Number(number), state, style}));
      continue;
    }
    if (file !== undefined) {
      const diff = diffExpansions(before.get(expansion.template), expansion);
      writeLines(context, diffLines(expansion, {diff, file, style}));
      continue;
    }
    writeLines(context, field === undefined ? fullLines(expansion, style) : fieldLines(context, expansion, field));
    const isWhole = expansion.failed.length === 0 && expansion.instances.length > 0;
    if (!isWhole) writeReasons(context, expansion);
  }
}

/** Where standard output is for units or fields alone. */
function writeReasons({err, colour}: CliContext, expansion: Expansion): void {
  const style = {colour, columns: undefined};
  err.write(`${[...summaryLines(expansion, style), ...reasonLines(expansion, style)].join('\n')}\n`);
}
