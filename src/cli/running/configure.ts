import {dirname, resolve} from 'node:path';
import {type Diagnostic, hasErrors} from '../../base/diagnostic.ts';
import {renderDiagnostic} from '../../base/render-diagnostic.ts';
import {type Configuration, readConfiguration} from '../../config/configuration.ts';
import type {CliContext} from '../context.ts';
import {commandLineSpan, UsageError} from '../usage-error.ts';

export interface ConfigureOptions {
  readonly launcher?: string | undefined;
  /** What `--set` gave. */
  readonly set: readonly string[];
  /** Warnings and advice are not shown. */
  readonly quiet?: boolean;
}

/** What the configuration files, the launcher and the command line say. Anything wrong in them is a usage error. */
export function configure(context: CliContext, {launcher, set, quiet = false}: ConfigureOptions): Configuration {
  const {host, workingDirectory, words} = context;
  const commandLine = commandLineSpan(words, '').file;
  const {value, diagnostics} = readConfiguration(host, {launcher, overrides: set, commandLine, workingDirectory});
  if (hasErrors(diagnostics)) throw new UsageError(diagnostics);
  if (!quiet) writeAdvice(context, diagnostics);
  return value;
}

/** What is worth knowing and stops nothing. */
export function writeAdvice({err, colour}: CliContext, diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) err.write(`${renderDiagnostic(diagnostic, {colour})}\n`);
}

/** Whether a word of the command line is a launcher rather than an id: a file that is spelled as a path or looks like a launcher. */
export function isLauncherPath({host, workingDirectory}: CliContext, word: string): boolean {
  const path = resolve(workingDirectory, word);
  if (word === '' || host.files.stat(path)?.kind !== 'file') return false;
  if (word.includes('/') || /\.\w+$/.test(word)) return true;
  try {
    return /^(?:#!|---|\[|[#;])/.test(host.files.readText(path).trimStart());
  } catch {
    return false;
  }
}

/** Paths in a launcher are meant from where it stands; those of the command line from where it was typed. */
export function launcherDirectory({workingDirectory}: CliContext, launcher: string | undefined): string {
  return launcher === undefined ? workingDirectory : dirname(resolve(workingDirectory, launcher));
}
