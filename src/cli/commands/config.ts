import {counted} from '../../base/counted.ts';
import {hasErrors} from '../../base/diagnostic.ts';
import {nearest} from '../../base/nearest.ts';
import {diagnosticToJson} from '../../base/render-diagnostic.ts';
import {type Configuration, readConfiguration} from '../../config/configuration.ts';
import {defaultLauncher} from '../../config/defaults.ts';
import {type Explanation, explainKey, type Source} from '../../config/explain.ts';
import {keyNames, readKeyName} from '../../config/overrides.ts';
import {writtenValue} from '../../config/values.ts';
import type {CliContext} from '../context.ts';
import type {ConfigOptions, ExitCode, JsonOptions} from '../options.ts';
import {table, writeJson, writeLines} from '../output.ts';
import {writeAdvice} from '../running/configure.ts';
import {commandLineSpan, usageError} from '../usage-error.ts';

function read(context: CliContext, launcher: string | undefined, overrides: readonly string[]) {
  const {host, words, workingDirectory} = context;
  const commandLine = commandLineSpan(words, '').file;
  return readConfiguration(host, {launcher, overrides, commandLine, workingDirectory});
}

/** Sections and keys that any layer sets, the strongest layer's first. */
function keysSet({layers}: Configuration): readonly (readonly [string, string])[] {
  const keys = layers.flatMap(({settings}) =>
    settings.map(({section, key}) => [`${section}\0${key}`, [section, key]] as const),
  );
  return [...new Map(keys).values()];
}

function explanations(
  context: CliContext,
  configuration: Configuration,
  word: string | undefined,
): readonly Explanation[] {
  const set = keysSet(configuration).flatMap(([section, key]) => explainKey(configuration, section, key) ?? []);
  if (word === undefined) return set;
  const name = readKeyName(word);
  const found = name && explainKey(configuration, name.section, name.key);
  if (found !== undefined) return [found];
  const known = keyNames();
  const ofSection = known.flatMap((key) =>
    key.startsWith(`${word}.`) ? (explainKey(configuration, word, key.slice(word.length + 1)) ?? []) : [],
  );
  if (ofSection.length > 0) return ofSection;
  const setInSection = set.filter(({section}) => section === word);
  if (setInSection.length > 0) return setInSection;
  throw usageError(context.words, {
    code: 'config/unknown-key',
    message: `there is no key ${word}, and no section [${word}] in which one is set`,
    word,
    suggestion: nearest(word, [...known, ...known.map((key) => key.slice(key.lastIndexOf('.') + 1))]),
  });
}

function sourceRow(source: Source): readonly string[] {
  const place = source.layer === 'default' ? '' : `${source.file}:${source.line}`;
  return [`  ${source.wins ? '*' : ' '} ${source.layer}`, place, writtenValue(source.value)];
}

function describe({section, key, help, value, sources}: Explanation): readonly string[] {
  const shown = value === undefined ? '(not set)' : writtenValue(value);
  return [`[${section}] ${key} = ${shown}`, `    ${help}`, ...table(sources.map(sourceRow)), ''];
}

/** Every layer that sets a key, with the one that counts marked; without a key, everything that is set. */
export function explainConfig(context: CliContext, word: string | undefined, options: ConfigOptions): ExitCode {
  const {value, diagnostics} = read(context, options.launcher, options.set);
  writeAdvice(context, diagnostics);
  const found = explanations(context, value, word);
  if (options.json) writeJson(context, found);
  else if (found.length === 0)
    writeLines(context, ['nothing is set: every key has its default (assay config defaults)']);
  else writeLines(context, found.flatMap(describe).slice(0, -1));
  return hasErrors(diagnostics) ? 2 : 0;
}

export function defaultConfig(context: CliContext): ExitCode {
  context.out.write(defaultLauncher());
  return 0;
}

/** What is wrong in a launcher and in all that it imports; without a file, in the configuration files of this machine. */
export function checkConfig(context: CliContext, file: string | undefined, options: JsonOptions): ExitCode {
  const {value, diagnostics} = read(context, file, []);
  const count = (wanted: string): number => diagnostics.filter(({severity}) => severity === wanted).length;
  const counts = {error: count('error'), warning: count('warning'), advice: count('advice')};
  if (options.json) {
    const files = value.layers.map(({kind, path}) => ({layer: kind, file: path}));
    writeJson(context, {files, diagnostics: diagnostics.map(diagnosticToJson), counts});
  } else {
    writeAdvice(context, diagnostics);
    const files = value.layers.map(({kind, path}) => [`  ${kind}`, path]);
    const total = `${counted(counts.error, 'error')}, ${counted(counts.warning, 'warning')}, ${counts.advice} advice`;
    writeLines(context, [...table(files), total]);
  }
  return counts.error > 0 ? 2 : 0;
}
