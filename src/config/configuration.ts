import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import type {Host} from '../base/host.ts';
import type {SourceFile} from '../base/source.ts';
import {keyNamed, type Setting, sectionNamed} from './check-section.ts';
import type {SettingValue} from './keys.ts';
import {type Layer, readLayers} from './layers.ts';
import {readOverrides} from './overrides.ts';

/** All settings that count for a run, from every layer; the strongest layer comes first. */
export interface Configuration {
  readonly layers: readonly Layer[];
}

export interface ConfigurationOptions {
  /** A launcher's path, as it was written. */
  readonly launcher?: string | undefined;
  /** `SECTION.KEY=VALUE`, each as it stands in `commandLine`. */
  readonly overrides?: readonly string[];
  readonly commandLine: SourceFile;
  readonly workingDirectory: string;
}

export function readConfiguration(host: Host, options: ConfigurationOptions): Parsed<Configuration> {
  const {launcher, workingDirectory, overrides = [], commandLine} = options;
  const files = readLayers(host, {launcher, workingDirectory});
  const typed = readOverrides(commandLine, overrides);
  const diagnostics: readonly Diagnostic[] = [...typed.diagnostics, ...files.diagnostics];
  const layers = typed.value.settings.length === 0 ? files.layers : [typed.value, ...files.layers];
  return {value: {layers}, diagnostics};
}

/** Every layer's value of a key, the one that counts first. */
export function settingsOf(
  {layers}: Configuration,
  section: string,
  key: string,
): readonly {readonly layer: Layer; readonly setting: Setting}[] {
  return layers.flatMap((layer) => {
    const setting = layer.settings.find((each) => each.section === section && each.key === key);
    return setting === undefined ? [] : [{layer, setting}];
  });
}

/** Undefined where no layer sets it. */
export function settingOf(configuration: Configuration, section: string, key: string): Setting | undefined {
  return settingsOf(configuration, section, key)[0]?.setting;
}

/** What counts: the strongest layer's value, else the default; undefined where there is neither. */
function effectiveValue(configuration: Configuration, section: string, key: string): SettingValue | undefined {
  const set = settingOf(configuration, section, key);
  if (set !== undefined) return set.value;
  const named = sectionNamed(section);
  return named && keyNamed(named.spec, key)?.[1].default;
}

/** Undefined where it is not set or set to nothing. */
export function textOf(configuration: Configuration, section: string, key: string): string | undefined {
  const value = effectiveValue(configuration, section, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function flagOf(configuration: Configuration, section: string, key: string): boolean {
  return effectiveValue(configuration, section, key) === true;
}

export function numberOf(configuration: Configuration, section: string, key: string): number | undefined {
  const value = effectiveValue(configuration, section, key);
  return typeof value === 'number' ? value : undefined;
}

export function listOf(configuration: Configuration, section: string, key: string): readonly string[] {
  const value = effectiveValue(configuration, section, key);
  return Array.isArray(value) ? value : [];
}

/** The keys that any layer sets in an open section, each with what counts. */
export function openSection({layers}: Configuration, section: string): ReadonlyMap<string, Setting> {
  const found = new Map<string, Setting>();
  for (const {settings} of layers) {
    for (const setting of settings) {
      if (setting.section === section && !found.has(setting.key)) found.set(setting.key, setting);
    }
  }
  return found;
}

/** NAME of each `[section:NAME]` that any layer has, the strongest layer's first. */
export function namesOf({layers}: Configuration, section: string): readonly string[] {
  const names = layers.flatMap(({settings}) =>
    settings.flatMap((setting) =>
      setting.section.startsWith(`${section}:`) ? [setting.section.slice(section.length + 1)] : [],
    ),
  );
  return [...new Set(names)];
}
