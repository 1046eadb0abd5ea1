import {counted} from '../../base/counted.ts';
import {messageOf} from '../../base/message-of.ts';
import {nearest} from '../../base/nearest.ts';
import {readAnswer} from '../../config/values.ts';
import {manifestNeeds} from '../../planner/manifest-needs.ts';
import {selectPlan} from '../../planner/select.ts';
import {type ManifestAnswers, parseAnswers, saveAnswers} from '../../session/manifest.ts';
import type {ManifestEntry} from '../../units/unit.ts';
import {type CliContext, stateDirectory} from '../context.ts';
import {type Loaded, loadCatalog, unitNamed} from '../load.ts';
import type {ExitCode, GlobalOptions, ManifestOptions} from '../options.ts';
import {table, writeErrors, writeJson, writeLines} from '../output.ts';
import {machineAnswers, withSessionErrors} from '../running/machine-answers.ts';
import {answerOf, isHidden, wantedAnswer} from '../running/manifest-answers.ts';
import {usageError} from '../usage-error.ts';

function shown(answer: boolean | number | undefined): string {
  if (answer === undefined) return 'unknown';
  if (typeof answer === 'number') return String(answer);
  return answer ? 'yes' : 'no';
}

/** The entries of all providers, or those that a plan looks at. */
function entriesOf(context: CliContext, loaded: Loaded, plan: string | undefined): readonly ManifestEntry[] {
  const {set} = loaded;
  if (plan === undefined) return [...set.manifestEntries.values()];
  const testPlan = unitNamed(context, loaded, {kind: 'test plan', word: plan});
  return manifestNeeds(set, selectPlan(set, testPlan)).map(({entry}) => entry);
}

function entryJson(entry: ManifestEntry, answers: ManifestAnswers): Readonly<Record<string, unknown>> {
  const {id, name, valueType} = entry;
  return {id, name, valueType, hidden: isHidden(entry), answer: answers.get(id) ?? null};
}

/** What is known of this machine, and what nobody has said yet. */
export async function showManifest(context: CliContext, options: ManifestOptions): Promise<ExitCode> {
  const loaded = await loadCatalog(context, options);
  writeErrors(context, loaded.diagnostics);
  const answers = machineAnswers(context);
  const entries = entriesOf(context, loaded, options.plan);
  if (options.json) {
    writeJson(
      context,
      entries.map((entry) => entryJson(entry, answers)),
    );
    return 0;
  }
  const rows = entries.map((entry) => {
    const answer = shown(answers.get(entry.id));
    return [answer, entry.id, isHidden(entry) ? `${entry.name} (only a launcher answers it)` : entry.name];
  });
  const known = new Set<string>(loaded.set.manifestEntries.keys());
  const strange = [...answers].filter(([id]) => options.plan === undefined && !known.has(id));
  writeLines(context, [
    ...table(rows),
    ...strange.map(([id, answer]) => `${shown(answer)}  ${id}: no provider that is loaded has this entry`),
    ...(rows.length === 0 ? ['no manifest entries'] : []),
  ]);
  return 0;
}

/** Keeps an answer for this machine. */
export async function setManifest(
  context: CliContext,
  {key, value}: {readonly key: string; readonly value: string},
  options: GlobalOptions,
): Promise<ExitCode> {
  const loaded = await loadCatalog(context, options);
  const entry = unitNamed(context, loaded, {kind: 'manifest entry', word: key});
  if (isHidden(entry)) {
    const message = `${entry.id} is hidden: only a launcher answers it, by [manifest] ${entry.id} = ${value}`;
    throw usageError(context.words, {code: 'manifest/bad-answer', message, word: key});
  }
  const read = readAnswer(value);
  const answer = read.ok ? answerOf(entry, read.value) : undefined;
  if (answer === undefined) {
    const message = `${entry.id} (${entry.name}) is answered by ${wantedAnswer(entry)}`;
    throw usageError(context.words, {code: 'manifest/bad-answer', message, word: value});
  }
  return withSessionErrors<ExitCode>(async () => {
    saveAnswers(stateDirectory(context), new Map([[entry.id, answer]]));
    writeLines(context, [`${entry.id} = ${shown(answer)}`]);
    return 0;
  });
}

/** The entry that was answered, also by its id without the namespace where that is one entry's. */
function answeredEntry(context: CliContext, key: string): string {
  const known = [...machineAnswers(context).keys()];
  const [named, ...others] = known.includes(key) ? [key] : known.filter((id) => id.endsWith(`::${key}`));
  if (named !== undefined && others.length === 0) return named;
  const message =
    named === undefined
      ? `nobody has answered ${key} on this machine`
      : `more than one entry is called ${key}: ${[named, ...others].join(' and ')}`;
  const suggestion = named === undefined ? nearest(key, known) : undefined;
  throw usageError(context.words, {code: 'manifest/unknown-entry', message, word: key, suggestion});
}

/** Makes an entry unknown again, whether a provider still has it or not. */
export function unsetManifest(context: CliContext, key: string): Promise<ExitCode> {
  return withSessionErrors<ExitCode>(async () => {
    const entry = answeredEntry(context, key);
    saveAnswers(stateDirectory(context), new Map([[entry, undefined]]));
    writeLines(context, [`${entry} is unknown now`]);
    return 0;
  });
}

/** Takes over the answers of a file such as Checkbox's machine-manifest.json. */
export function importManifest(context: CliContext, file: string): Promise<ExitCode> {
  return withSessionErrors<ExitCode>(async () => {
    let text: string;
    try {
      text = context.host.files.readText(file);
    } catch (error) {
      const message = `cannot read ${file}: ${messageOf(error)}`;
      throw usageError(context.words, {code: 'usage/cannot-read', message, word: file});
    }
    const answers = parseAnswers(text, file);
    saveAnswers(stateDirectory(context), answers);
    writeLines(context, [`${counted(answers.size, 'answer')} taken over from ${file}`]);
    return 0;
  });
}
