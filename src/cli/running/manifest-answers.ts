import type {Diagnostic, DiagnosticCode, Severity} from '../../base/diagnostic.ts';
import {partialId} from '../../base/ids.ts';
import {nearest} from '../../base/nearest.ts';
import type {Span} from '../../base/source.ts';
import {findUnits} from '../../catalog/lookup.ts';
import type {UnitSet} from '../../catalog/unit-set.ts';
import {type Configuration, openSection} from '../../config/configuration.ts';
import type {SettingValue} from '../../config/keys.ts';
import {keysWithoutEntry, manifestNeeds} from '../../planner/manifest-needs.ts';
import type {Selection} from '../../planner/select.ts';
import type {ManifestAnswers} from '../../session/manifest.ts';
import type {ManifestEntry} from '../../units/unit.ts';

/** The entry that is meant by a full id, or by a partial one that only one has. */
function entryNamed(set: UnitSet, name: string): ManifestEntry | undefined {
  const found = findUnits(set, name, 'manifest entry').flatMap((unit) =>
    unit.kind === 'manifest entry' ? [unit] : [],
  );
  return found.length === 1 ? found[0] : undefined;
}

/** What answers this kind of entry, as the end of a sentence. */
export function wantedAnswer({valueType}: ManifestEntry): string {
  return valueType === 'bool' ? 'yes or no' : 'a whole number';
}

/** Undefined where the value is of the other kind. Launchers write 1 and 0 for yes and no too. */
export function answerOf({valueType}: ManifestEntry, value: SettingValue): boolean | number | undefined {
  if (valueType === 'bool')
    return value === 1 ? true : value === 0 ? false : typeof value === 'boolean' ? value : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** What the configuration answers, and what is wrong with it. An entry that no provider has is no error: launchers are shared. */
export function presetAnswers(
  set: UnitSet,
  configuration: Configuration,
): {readonly answers: ManifestAnswers; readonly diagnostics: readonly Diagnostic[]} {
  const answers = new Map<string, boolean | number>();
  const diagnostics: Diagnostic[] = [];
  const say = (
    code: DiagnosticCode,
    severity: Severity,
    at: {message: string; span: Span; near?: string | undefined},
  ) => {
    const {message, span, near} = at;
    diagnostics.push({code, severity, message, span, ...(near === undefined ? {} : {suggestion: near})});
  };
  for (const [name, {value, keySpan, span}] of openSection(configuration, 'manifest')) {
    const entry = entryNamed(set, name);
    if (entry === undefined) {
      const near = nearest(name, set.manifestEntries.keys());
      say('manifest/unknown-entry', 'warning', {
        message: `No provider has a manifest entry ${name}.`,
        span: keySpan,
        near,
      });
      continue;
    }
    const answer = answerOf(entry, value);
    if (answer !== undefined) answers.set(entry.id, answer);
    else say('manifest/bad-answer', 'error', {message: `${entry.id} is answered by ${wantedAnswer(entry)}.`, span});
  }
  return {answers, diagnostics};
}

/** What jobs of a plan look at and nobody has answered. */
export interface OpenManifest {
  readonly entries: readonly ManifestEntry[];
  /** Keys that nobody can answer, because no provider that is loaded has an entry for them. */
  readonly unnamed: readonly string[];
}

export function openManifest(set: UnitSet, selection: Selection, answers: ManifestAnswers): OpenManifest {
  const entries = manifestNeeds(set, selection).map(({entry}) => entry);
  return {entries: entries.filter(({id}) => !answers.has(id)), unnamed: keysWithoutEntry(set, selection)};
}

/** Whether nobody is ever asked for it: only a launcher answers it. */
export function isHidden({id}: ManifestEntry): boolean {
  return partialId(id).startsWith('_');
}

/** For the end of a run: what would have been asked, and how to answer. */
export function openManifestLines({entries, unnamed}: OpenManifest): readonly string[] {
  if (entries.length + unnamed.length === 0) return [];
  const some = entries.slice(0, mostNamed);
  const lines = some.map((entry) => {
    const {id, name, valueType} = entry;
    const value = valueType === 'bool' ? 'yes|no' : 'NUMBER';
    const how = isHidden(entry) ? `in a launcher: [manifest] ${id} = ${value}` : `assay manifest set ${id} ${value}`;
    return `  ${name}?  ${how}`;
  });
  const more = entries.length > some.length ? [`  and ${entries.length - some.length} more: assay manifest show`] : [];
  const nobodys = unnamed.slice(0, mostNamed).map((key) => `  ${key}?  load the provider that has this manifest entry`);
  return ['Nobody has said of this machine, and what needs to know is not run:', ...lines, ...more, ...nobodys];
}

const mostNamed = 20;
