import {join} from 'node:path';
import type {Diagnostic} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import type {Span} from '../base/source.ts';
import type {Provider} from './unit-set.ts';

/** A folder that may be a provider. */
export interface Folder {
  /** Absolute. */
  readonly path: string;
  /** As somebody wrote it. */
  readonly shownAs: string;
}

export interface ReadProvider {
  /** Undefined where what is wrong leaves no provider. */
  readonly provider: Provider | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function isDirectory(host: Host, path: string): boolean {
  return host.files.stat(path)?.kind === 'directory';
}

export function isFile(host: Host, path: string): boolean {
  return host.files.stat(path)?.kind === 'file';
}

export function existing(host: Host, paths: readonly string[]): readonly string[] {
  return paths.filter((path) => isDirectory(host, path));
}

type Present<T> = {readonly [K in keyof T]?: Exclude<T[K], undefined>};

/** Without the keys that have no value. */
export function present<T extends object>(values: T): Present<T>;
export function present(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The parts of a provider that follow from where it is. */
export function implicitPlaces(
  host: Host,
  directory: string,
): Pick<Provider, 'binDirectory' | 'dataDirectory' | 'localeDirectory'> {
  const bin = existing(host, [join(directory, 'bin')])[0];
  const data = existing(host, [join(directory, 'data')])[0];
  const locale = existing(host, [join(directory, 'locale'), join(directory, 'build', 'mo')])[0];
  return present({binDirectory: bin, dataDirectory: data, localeDirectory: locale});
}

export interface ProviderName {
  readonly name: string;
  readonly namespace: string;
}

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;

/**
 * A provider's name is `NAMESPACE:NAME`, or a bare name beside a namespace given apart. Undefined and a diagnostic where
 * neither gives a namespace.
 */
export function providerName(
  name: string,
  namespace: string | undefined,
  span: Span,
): {readonly value: ProviderName | undefined; readonly diagnostics: readonly Diagnostic[]} {
  const colon = name.indexOf(':');
  const space = namespace ?? (colon === -1 ? undefined : name.slice(0, colon));
  const error = (code: Diagnostic['code'], message: string): Diagnostic => ({code, severity: 'error', message, span});
  if (space === undefined || space === '') {
    const message = `The provider ${name} has no namespace: give one, or write the name as NAMESPACE:NAME.`;
    return {value: undefined, diagnostics: [error('provider/no-namespace', message)]};
  }
  const bad = [space, name.slice(colon + 1)].find((part) => !namePattern.test(part));
  if (bad === undefined) return {value: {name, namespace: space}, diagnostics: []};
  const message = `${JSON.stringify(bad)} cannot be part of a provider's name: letters, digits, dots, dashes only.`;
  return {value: undefined, diagnostics: [error('provider/bad-name', message)]};
}
