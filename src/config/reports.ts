import {join, resolve} from 'node:path';
import type {Diagnostic} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import {partialId, qualify} from '../base/ids.ts';
import {nearest} from '../base/nearest.ts';
import type {ReportRequest} from '../session/settings.ts';
import {type Configuration, listOf, namesOf, settingOf, textOf} from './configuration.ts';
import {expandPath} from './layers.ts';

export interface WantedReports {
  /** Undefined: nobody said; the usual ones are made. */
  readonly stock: readonly string[] | undefined;
  readonly reports: readonly ReportRequest[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReportOptions {
  readonly host: Host;
  /** Names of the formats there are. */
  readonly formats: readonly string[];
  /** Relative paths of transports are meant from here. */
  readonly directory: string;
}

/** Exporters of Checkbox that other launchers name and that are not here. */
const foreign: ReadonlySet<string> = new Set(['html-multi-page', 'global', 'rfc822', 'xml', 'hexr']);

type Destination = ReportRequest['to'] | 'none';

class ReportReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #configuration: Configuration;
  readonly #options: ReportOptions;

  constructor(configuration: Configuration, options: ReportOptions) {
    this.#configuration = configuration;
    this.#options = options;
  }

  report(name: string): ReportRequest | undefined {
    const section = `report:${name}`;
    const exporter = textOf(this.#configuration, section, 'exporter');
    const transport = textOf(this.#configuration, section, 'transport');
    if (exporter === undefined || transport === undefined) {
      const key = exporter === undefined ? 'exporter' : 'transport';
      this.#say('config/missing', 'error', section, {message: `[${section}] needs a key ${key}.`});
      return undefined;
    }
    const format = this.#format(section, exporter);
    const to = this.#destination(section, transport);
    return format === undefined || to === undefined || to === 'none' ? undefined : {exporter: format, to};
  }

  #format(section: string, exporter: string): string | undefined {
    const {formats} = this.#options;
    const unit = textOf(this.#configuration, `exporter:${exporter}`, 'unit');
    const format = unit === undefined ? exporter : partialId(qualify(unit, ''));
    if (formats.includes(format)) return format;
    const shown = unit === undefined ? section : `exporter:${exporter}`;
    const key = unit === undefined ? 'exporter' : 'unit';
    if (foreign.has(format)) {
      const message = `There is no exporter ${format} here: this report is not written. There are ${formats.join(', ')}.`;
      this.#say('config/no-effect', 'warning', shown, {key, message});
      return undefined;
    }
    const near = nearest(format, [...namesOf(this.#configuration, 'exporter'), ...formats]);
    const message = `There is no exporter ${format}; there are ${formats.join(', ')}.`;
    this.#say('config/missing', 'error', shown, {key, message, suggestion: near});
    return undefined;
  }

  /** Undefined where it is wrong, which has been said. */
  #destination(section: string, transport: string): Destination | undefined {
    const own = `transport:${transport}`;
    const names = namesOf(this.#configuration, 'transport');
    if (!names.includes(transport)) {
      const message = `There is no section [${own}].`;
      const suggestion = nearest(transport, names);
      this.#say('config/missing', 'error', section, {key: 'transport', message, suggestion});
      return undefined;
    }
    const type = textOf(this.#configuration, own, 'type');
    if (type === 'stream') {
      const stream = textOf(this.#configuration, own, 'stream');
      return {type: 'stream', stream: stream === 'stderr' ? 'stderr' : 'stdout'};
    }
    if (type !== 'file') {
      if (type !== undefined) return 'none';
      this.#say('config/missing', 'error', own, {message: `[${own}] needs a key type: file or stream.`});
      return undefined;
    }
    const path = textOf(this.#configuration, own, 'path');
    if (path === undefined) {
      this.#say('config/missing', 'error', own, {message: `[${own}] of type file needs a key path.`});
      return undefined;
    }
    const {host, directory} = this.#options;
    return {type: 'file', path: resolve(directory, expandPath(path, host))};
  }

  /** At the key where it is set, else at any key of the section. */
  #say(
    code: Diagnostic['code'],
    severity: Diagnostic['severity'],
    section: string,
    at: {readonly key?: string; readonly message: string; readonly suggestion?: string | undefined},
  ): void {
    const {key, message, suggestion} = at;
    const {layers} = this.#configuration;
    const own = layers.flatMap(({settings}) => settings.filter((setting) => setting.section === section));
    const set = key === undefined ? undefined : settingOf(this.#configuration, section, key);
    const span = set?.span ?? own[0]?.keySpan;
    if (span === undefined) return;
    this.diagnostics.push({code, severity, message, span, ...(suggestion === undefined ? {} : {suggestion})});
  }
}

/** `$XDG_DATA_HOME`, else `~/.local/share`: where launchers expect stock reports. */
export function dataDirectory({env}: Pick<Host, 'env'>): string {
  const own = env['XDG_DATA_HOME'] ?? '';
  return own.startsWith('/') ? own : join(env['HOME'] ?? '/root', '.local/share');
}

/** What a run is to report, and where to. */
export function wantedReports(configuration: Configuration, options: ReportOptions): WantedReports {
  const reader = new ReportReader(configuration, options);
  const reports = namesOf(configuration, 'report').flatMap((name) => reader.report(name) ?? []);
  const isSet = settingOf(configuration, 'launcher', 'stock_reports') !== undefined;
  const stock = isSet ? listOf(configuration, 'launcher', 'stock_reports') : undefined;
  return {stock, reports, diagnostics: reader.diagnostics};
}
