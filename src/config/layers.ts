import {isAbsolute, join, resolve} from 'node:path';
import type {Diagnostic} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import type {Span} from '../base/source.ts';
import {readSource} from '../catalog/read-source.ts';
import {checkSections, isNamedSection, type Setting} from './check-section.ts';
import {readRaw} from './raw.ts';

export type LayerKind = 'command line' | 'launcher' | 'user' | 'system' | 'snap' | 'imported';

/** One file of settings, or the command line. */
export interface Layer {
  readonly kind: LayerKind;
  /** As people know it. */
  readonly path: string;
  readonly settings: readonly Setting[];
}

interface Place {
  readonly kind: LayerKind;
  readonly path: string;
}

const standardName = 'checkbox.conf';

/** Replaces `~`, `$NAME` and `${NAME}`; a variable that is not set stays as it is written. */
export function expandPath(path: string, {env}: Pick<Host, 'env'>): string {
  const home = path === '~' || path.startsWith('~/') ? `${env['HOME'] ?? '~'}${path.slice(1)}` : path;
  return home.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    return env[braced ?? bare ?? ''] ?? whole;
  });
}

/** Where a name without a folder is looked for, the strongest first. */
function searched(name: string, host: Host): readonly Place[] {
  const snap = host.env['SNAP_DATA'] ?? '';
  const folders: readonly (readonly [LayerKind, string])[] = [
    ['user', expandPath('~/.config', host)],
    ['system', '/etc/xdg'],
    ...(snap === '' ? [] : [['snap', snap] as const]),
  ];
  return folders.map(([kind, folder]) => ({kind, path: join(folder, name)}));
}

function importOf(settings: readonly Setting[]): Setting | undefined {
  return settings.find(({section, key}) => section === 'config' && key === 'config_filename');
}

/** Reads files and what they import, each once; problems are kept and reading goes on. */
class LayerReader {
  readonly layers: Layer[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #host: Host;
  /** Files that are being read, from the first to the one that imports now. */
  readonly #trail: string[] = [];
  readonly #read = new Set<string>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** A layer with all that it imports behind it, because they are weaker. */
  file({kind, path}: Place, shownAs = path): Layer | undefined {
    const {file, diagnostics} = readSource(this.#host, path, {shownAs});
    this.diagnostics.push(...diagnostics);
    if (file === undefined) return undefined;
    const raw = readRaw(file, isNamedSection);
    const {settings, diagnostics: wrong} = checkSections(raw.value);
    this.diagnostics.push(...[...raw.diagnostics, ...wrong].sort((a, b) => a.span.start - b.span.start));
    const layer = {kind, path: shownAs, settings};
    this.layers.push(layer);
    this.#read.add(path);
    const imported = importOf(settings);
    this.#trail.push(path);
    if (imported !== undefined) this.named(String(imported.value), imported.span);
    this.#trail.pop();
    return layer;
  }

  /** The files that `config_filename` means; `span` says where it stands, if it does. */
  named(name: string, span?: Span): void {
    const expanded = expandPath(name.trim(), this.#host);
    if (expanded === '') return;
    const places = isAbsolute(expanded)
      ? [{kind: 'imported', path: expanded} as const]
      : searched(expanded, this.#host).filter(({path}) => this.#host.files.stat(path) !== undefined);
    const missing = places.every(({path}) => this.#host.files.stat(path) === undefined);
    if (missing && span !== undefined && expanded !== standardName) {
      this.#say(
        'config/not-found',
        isAbsolute(expanded) ? 'error' : 'warning',
        whereMissing(expanded, this.#host),
        span,
      );
    }
    for (const place of places) {
      // A file that names itself, as the standard one may, imports nothing.
      if (place.path === this.#trail.at(-1)) continue;
      if (this.#trail.includes(place.path)) this.#cycle(place.path, span);
      else if (!this.#read.has(place.path) && !missing) this.file(place);
    }
  }

  #cycle(path: string, span: Span | undefined): void {
    if (span === undefined) return;
    const loop = [...this.#trail.slice(this.#trail.indexOf(path)), path].join(' → ');
    this.#say('config/import-cycle', 'error', `These files import each other: ${loop}.`, span);
  }

  #say(code: Diagnostic['code'], severity: Diagnostic['severity'], message: string, span: Span): void {
    this.diagnostics.push({code, severity, message, span});
  }
}

function whereMissing(name: string, host: Host): string {
  if (isAbsolute(name)) return `There is no file ${name}.`;
  const paths = searched(name, host).map(({path}) => path);
  return `There is no file ${paths.join(', nor ')}.`;
}

export interface LayerOptions {
  /** A launcher, as it was written. */
  readonly launcher?: string | undefined;
  readonly workingDirectory: string;
}

/** The launcher and the configuration files that count, the strongest first. */
export function readLayers(
  host: Host,
  {launcher, workingDirectory}: LayerOptions,
): {readonly layers: readonly Layer[]; readonly diagnostics: readonly Diagnostic[]} {
  const reader = new LayerReader(host);
  const own =
    launcher === undefined
      ? undefined
      : reader.file({kind: 'launcher', path: resolve(workingDirectory, launcher)}, launcher);
  if (own === undefined || importOf(own.settings) === undefined) reader.named(standardName);
  const {layers, diagnostics} = reader;
  return {layers, diagnostics};
}
