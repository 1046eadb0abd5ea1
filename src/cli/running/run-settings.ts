import {join, resolve} from 'node:path';
import {
  type Configuration,
  flagOf,
  listOf,
  numberOf,
  openSection,
  settingOf,
  textOf,
} from '../../config/configuration.ts';
import {dataDirectory, wantedReports} from '../../config/reports.ts';
import {writtenValue} from '../../config/values.ts';
import {exporters, stockExporters} from '../../exporters/index.ts';
import type {ReportRequest, SessionSettings} from '../../session/settings.ts';
import type {CliContext} from '../context.ts';
import type {JobChoice} from '../options.ts';
import {readPatterns} from '../read-patterns.ts';
import {UsageError, usageError} from '../usage-error.ts';
import {launcherDirectory, writeAdvice} from './configure.ts';

function retryOf(configuration: Configuration): Pick<SessionSettings, 'retry'> {
  if (!flagOf(configuration, 'ui', 'auto_retry')) return {};
  const maxAttempts = numberOf(configuration, 'ui', 'max_attempts') ?? 1;
  const delayMs = 1000 * (numberOf(configuration, 'ui', 'delay_before_retry') ?? 0);
  return {retry: {maxAttempts, delayMs}};
}

/** Files that launchers expect in the data folder; a name of their own for each run, but for the one that is documented. */
function stockRequests(context: CliContext, stock: readonly string[]): readonly ReportRequest[] {
  const directory = dataDirectory(context.host);
  const stamp = new Date(context.clock.now()).toISOString().slice(0, 19).replaceAll(':', '.');
  const requests: ReportRequest[] = [];
  if (stock.includes('text')) requests.push({exporter: 'text', to: {type: 'stream', stream: 'stdout'}});
  if (stock.includes('submission_json')) {
    requests.push({exporter: 'json', to: {type: 'file', path: join(directory, 'submission.json')}});
  }
  if (stock.includes('submission_files')) {
    for (const name of [...stockExporters, 'tar']) {
      const fileName = exporters.get(name)?.fileName;
      if (fileName === undefined) continue;
      const path = join(directory, `submission_${stamp}${fileName.slice(fileName.indexOf('.'))}`);
      requests.push({exporter: name, to: {type: 'file', path}});
    }
  }
  return requests;
}

interface SettingsOptions extends JobChoice {
  readonly launcher: string | undefined;
  readonly reportDir?: string;
  /** As it was typed. */
  readonly lanes?: string;
}

function reportsOf(
  context: CliContext,
  configuration: Configuration,
  {launcher, reportDir}: SettingsOptions,
): Pick<SessionSettings, 'stockReports' | 'reports'> {
  const wanted = wantedReports(configuration, {
    host: context.host,
    formats: [...exporters.keys()],
    directory: launcherDirectory(context, launcher),
  });
  const wrong = wanted.diagnostics.filter(({severity}) => severity === 'error');
  if (wrong.length > 0) throw new UsageError(wrong);
  writeAdvice(context, wanted.diagnostics);
  // With --report-dir, that is where the files go; what goes to a stream goes there still.
  const stock = stockRequests(context, wanted.stock ?? []).filter(
    ({to}) => to.type === 'stream' || reportDir === undefined,
  );
  const reports = [...stock, ...wanted.reports];
  return {
    ...(wanted.stock === undefined || reportDir !== undefined ? {} : {stockReports: false}),
    ...(reports.length === 0 ? {} : {reports}),
  };
}

/** The variables for every job, but for those whose values are secret. */
export function environmentOf(configuration: Configuration): Pick<SessionSettings, 'environment' | 'secrets'> {
  const secrets = listOf(configuration, 'secrets', 'variables');
  const variables = [...openSection(configuration, 'environment')]
    .filter(([name]) => !secrets.includes(name))
    .map(([name, {value}]) => [name, writtenValue(value)]);
  return {
    ...(variables.length === 0 ? {} : {environment: Object.fromEntries(variables)}),
    ...(secrets.length === 0 ? {} : {secrets}),
  };
}

/** What `--lanes` says. */
function lanesOf({words}: CliContext, lanes: string | undefined): Pick<SessionSettings, 'lanes'> {
  if (lanes === undefined) return {};
  if (/^[1-9]\d{0,2}$/.test(lanes)) return {lanes: Number(lanes)};
  const message = 'how many jobs may run side by side is a whole number from 1 to 999';
  throw usageError(words, {code: 'config/bad-value', message, word: lanes});
}

/** How long jobs may take and how many run side by side, as far as somebody said so. */
function limitsOf(configuration: Configuration) {
  const given = (key: string): number | undefined =>
    settingOf(configuration, 'run', key) === undefined ? undefined : numberOf(configuration, 'run', key);
  const timeout = given('timeout');
  const silence = given('silence_timeout');
  const grace = given('grace');
  const lanes = given('lanes');
  return {
    ...(timeout === undefined ? {} : {timeoutMs: timeout * 1000}),
    ...(silence === undefined ? {} : {silenceTimeoutMs: silence * 1000}),
    ...(grace === undefined ? {} : {graceMs: grace * 1000}),
    ...(lanes === undefined ? {} : {lanes}),
  };
}

/** What of the configuration a session keeps. */
export function runSettings(
  context: CliContext,
  configuration: Configuration,
  options: SettingsOptions,
): SessionSettings {
  const {launcher} = options;
  const normalUser = textOf(configuration, 'agent', 'normal_user');
  const {jobs} = options;
  readPatterns(context, [...options.exclude, ...options.match]);
  const exclude = [...listOf(configuration, 'test selection', 'exclude'), ...options.exclude];
  const match = options.match.length > 0 ? options.match : listOf(configuration, 'test selection', 'match');
  return {
    ...(launcher === undefined ? {} : {launcher: resolve(context.workingDirectory, launcher)}),
    ...(settingOf(configuration, 'providers', 'use') === undefined
      ? {}
      : {providers: listOf(configuration, 'providers', 'use')}),
    ...environmentOf(configuration),
    ...(jobs.length === 0 ? {} : {jobs}),
    ...(exclude.length === 0 ? {} : {exclude}),
    ...(match.length === 0 ? {} : {match}),
    ...retryOf(configuration),
    ...limitsOf(configuration),
    ...lanesOf(context, options.lanes),
    ...(normalUser === undefined ? {} : {normalUser}),
    ...reportsOf(context, configuration, options),
  };
}
