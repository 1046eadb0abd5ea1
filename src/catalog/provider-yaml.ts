import {basename, isAbsolute, join, normalize} from 'node:path';
import {type Diagnostic, type DiagnosticCode, hasErrors} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import {nearest} from '../base/nearest.ts';
import type {SourceText, Span} from '../base/source.ts';
import {parseYaml} from '../units/parse-yaml.ts';
import type {Field, UnitRecord} from '../units/record.ts';
import {valueAsText} from '../units/record-access.ts';
import {
  existing,
  type Folder,
  implicitPlaces,
  isDirectory,
  type ProviderName,
  present,
  providerName,
  type ReadProvider,
} from './provider-folder.ts';
import {readSource, startOf} from './read-source.ts';
import type {Provider} from './unit-set.ts';

export const descriptionFile = 'provider.yaml';

export const descriptionKeys = [
  'name',
  'namespace',
  'version',
  'description',
  'gettext-domain',
  'unit-directories',
  'transforms',
  'defaults',
  'keys',
] as const;
type Key = (typeof descriptionKeys)[number];
const known: readonly string[] = descriptionKeys;

/** Reads fields and collects what is wrong with them. */
class Description {
  readonly diagnostics: Diagnostic[] = [];
  readonly #fields: ReadonlyMap<string, Field>;

  constructor(fields: ReadonlyMap<string, Field>) {
    this.#fields = fields;
  }

  problem(code: DiagnosticCode, message: string, span: Span): void {
    this.diagnostics.push({code, severity: 'error', message, span});
  }

  checkKeys(): void {
    for (const [name, field] of this.#fields) {
      if (known.includes(name)) continue;
      const near = nearest(name, known);
      this.diagnostics.push({
        code: 'provider/unknown-key',
        severity: 'error',
        message: `${descriptionFile} has no key ${name}.`,
        span: field.nameSpan,
        ...(near === undefined ? {} : {suggestion: near}),
      });
    }
  }

  text(key: Key): SourceText | undefined {
    const value = this.#fields.get(key)?.value;
    const text = value && valueAsText(value);
    if (value !== undefined && text === undefined)
      this.problem('provider/bad-value', `The key ${key} must be text.`, value.span);
    return text;
  }

  list(key: Key): readonly SourceText[] | undefined {
    const value = this.#fields.get(key)?.value;
    if (value === undefined) return undefined;
    const items = value.type === 'list' ? value.items : [value];
    return items.flatMap((item) => {
      const text = valueAsText(item);
      if (text !== undefined) return [text];
      this.problem('provider/bad-value', `Each item of ${key} must be text.`, item.span);
      return [];
    });
  }

  map(key: Key): Extract<Field['value'], {type: 'map'}> | undefined {
    const value = this.#fields.get(key)?.value;
    if (value === undefined || value.type === 'map') return value;
    this.problem('provider/bad-value', `The key ${key} must be a map.`, value.span);
    return undefined;
  }

  declaredKeys(): ReadonlyMap<string, string> | undefined {
    const value = this.map('keys');
    if (value === undefined) return undefined;
    const declared = new Map<string, string>();
    for (const entry of value.entries) {
      const text = valueAsText(entry.value);
      if (text === undefined) this.problem('provider/bad-value', `The key ${entry.key} needs a value.`, entry.keySpan);
      else declared.set(entry.key, text.text);
    }
    return declared;
  }
}

/** `units` and `jobs` where nothing else is said; a folder that is named must be there, inside the provider. */
function unitDirectories(host: Host, folder: Folder, description: Description): readonly string[] {
  const named = description.list('unit-directories');
  if (named === undefined) return existing(host, [join(folder.path, 'units'), join(folder.path, 'jobs')]);
  return named.flatMap((text) => {
    const inside = normalize(text.text);
    if (isAbsolute(inside) || inside.startsWith('..')) {
      description.problem('provider/outside', `${text.text} is not inside the provider.`, text.span);
      return [];
    }
    const path = join(folder.path, inside).replace(/\/$/, '');
    if (isDirectory(host, path)) return [path];
    description.problem('provider/no-directory', `The provider has no folder ${text.text}.`, text.span);
    return [];
  });
}

/** The provider's two names; what is missing is reported. */
function nameOf(description: Description, record: UnitRecord): ProviderName | undefined {
  const name = description.text('name');
  const namespace = description.text('namespace')?.text;
  if (name === undefined) {
    const span = record.fields.values().next().value?.nameSpan ?? record.span;
    description.problem('provider/missing-key', `${descriptionFile} must give a name.`, span);
    return undefined;
  }
  const called = providerName(name.text, namespace, name.span);
  description.diagnostics.push(...called.diagnostics);
  return called.value;
}

function build(host: Host, folder: Folder, record: UnitRecord): ReadProvider {
  const description = new Description(record.fields);
  description.checkKeys();
  const name = nameOf(description, record);
  const optional = {
    description: description.text('description')?.text,
    gettextDomain: description.text('gettext-domain')?.text,
    transforms: description.list('transforms'),
    defaults: description.map('defaults'),
    keys: description.declaredKeys(),
  };
  const version = description.text('version')?.text ?? '0';
  const directories = unitDirectories(host, folder, description);
  const {diagnostics} = description;
  if (name === undefined) return {provider: undefined, diagnostics};
  const provider: Provider = {
    ...name,
    version,
    directory: folder.path,
    shownAs: folder.shownAs,
    unitDirectories: directories,
    ...implicitPlaces(host, folder.path),
    ...present(optional),
    builtIn: false,
  };
  return {provider, diagnostics};
}

function secondDocument({span}: UnitRecord): Diagnostic {
  const message = `${descriptionFile} is one document; this one is not read.`;
  return {code: 'provider/bad-value', severity: 'error', message, span};
}

/** A provider of our own form. */
export function readProviderYaml(host: Host, folder: Folder): ReadProvider {
  const source = readSource(host, join(folder.path, descriptionFile), {shownAs: join(folder.shownAs, descriptionFile)});
  if (source.file === undefined) return {provider: undefined, diagnostics: source.diagnostics};
  const origin = {provider: basename(folder.path), namespace: basename(folder.path)};
  const parsed = parseYaml(source.file, origin);
  const [record, second] = parsed.value;
  const before = [...source.diagnostics, ...parsed.diagnostics];
  // What is there and is no map is said to be none.
  if (record === undefined && hasErrors(before)) return {provider: undefined, diagnostics: before};
  if (record === undefined) {
    const span = startOf(source.file);
    const message = `${descriptionFile} is empty: it must give a name.`;
    return {
      provider: undefined,
      diagnostics: [...before, {code: 'provider/missing-key', severity: 'error', message, span}],
    };
  }
  const built = build(host, folder, record);
  const unread = second === undefined ? [] : [secondDocument(second)];
  return {provider: built.provider, diagnostics: [...before, ...built.diagnostics, ...unread]};
}
