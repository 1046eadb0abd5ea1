import {resolve} from 'node:path';
import type {Diagnostic, DiagnosticCode} from '../../base/diagnostic.ts';
import {type Configuration, openSection, readConfiguration, settingOf} from '../../config/configuration.ts';
import {writtenValue} from '../../config/values.ts';
import type {Secret} from '../../runners/process/mask.ts';
import type {SessionSettings} from '../../session/settings.ts';
import type {CliContext} from '../context.ts';
import {commandLineSpan, UsageError} from '../usage-error.ts';

export interface Secrets {
  readonly values: readonly Secret[];
  /** Those that a launcher gives a value: jobs get them, the session does not keep them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A shorter one stands in ordinary text everywhere, and masking it would make every report unreadable. */
const shortest = 4;

/** The values of what is secret: those of the configuration, else those of our own environment. */
export function secretsOf(context: CliContext, names: readonly string[], configuration: Configuration): Secrets {
  const configured = openSection(configuration, 'environment');
  const span = settingOf(configuration, 'secrets', 'variables')?.span ?? commandLineSpan(context.words, '');
  const values: Secret[] = [];
  const environment: Record<string, string> = {};
  const diagnostics: Diagnostic[] = [];
  const say = (code: DiagnosticCode, severity: Diagnostic['severity'], message: string): void => {
    diagnostics.push({code, severity, message, span});
  };
  for (const name of names) {
    const own = configured.get(name);
    const value = own === undefined ? context.host.env[name] : writtenValue(own.value);
    if (own !== undefined && value !== undefined) environment[name] = value;
    if (value === undefined || value === '') say('config/no-secret', 'warning', `The secret ${name} has no value.`);
    else if (value.length < shortest) {
      const message = `The secret ${name} has fewer than ${shortest} characters: it cannot be told from ordinary text.`;
      say('config/secret-too-short', 'error', message);
    } else values.push({name, value});
  }
  if (diagnostics.some(({severity}) => severity === 'error')) throw new UsageError(diagnostics);
  return {values, environment, diagnostics};
}

/** The secrets of a session that is resumed: its launcher is read again for them, because the session does not keep them. */
export function secretsOfSession(context: CliContext, {launcher, secrets = []}: SessionSettings): Secrets {
  if (secrets.length === 0) return {values: [], environment: {}, diagnostics: []};
  const {host, workingDirectory} = context;
  const isThere = launcher !== undefined && host.files.stat(resolve(launcher)) !== undefined;
  const commandLine = commandLineSpan(context.words, '').file;
  const {value} = readConfiguration(host, {
    ...(isThere ? {launcher} : {}),
    commandLine,
    workingDirectory,
  });
  return secretsOf(context, secrets, value);
}
