import {positionAt} from '../base/source.ts';
import {keyNamed, sectionNamed} from './check-section.ts';
import {type Configuration, listOf, settingsOf} from './configuration.ts';
import type {SettingValue} from './keys.ts';
import type {LayerKind} from './layers.ts';

/** Where a key is set, or what it is unless it is set. */
export type Source =
  | {
      readonly layer: LayerKind;
      readonly file: string;
      readonly line: number;
      readonly value: SettingValue;
      readonly wins: boolean;
    }
  | {readonly layer: 'default'; readonly value: SettingValue; readonly wins: boolean};

export interface Explanation {
  readonly section: string;
  readonly key: string;
  readonly help: string;
  /** Undefined where nothing sets it and it has no default. */
  readonly value: SettingValue | undefined;
  /** The one that counts first. */
  readonly sources: readonly Source[];
}

/** Which layers set a key, and which of them counts; a secret is only named. Undefined where there is no such key. */
export function explainKey(configuration: Configuration, section: string, key: string): Explanation | undefined {
  const named = sectionNamed(section);
  const known = named && keyNamed(named.spec, key);
  if (named === undefined || known === undefined) return undefined;
  const [name, spec] = known;
  const isSecret = named.section === 'environment' && listOf(configuration, 'secrets', 'variables').includes(name);
  const set = settingsOf(configuration, named.section, name).map(({layer, setting}, index): Source => {
    const {file, start} = setting.keySpan;
    const value = isSecret ? `[secret ${name}]` : setting.value;
    return {layer: layer.kind, file: file.path, line: positionAt(file, start).line, value, wins: index === 0};
  });
  const unset: readonly Source[] =
    spec.default === undefined ? [] : [{layer: 'default', value: spec.default, wins: set.length === 0}];
  const sources = [...set, ...unset];
  return {section: named.section, key: name, help: spec.help, value: sources[0]?.value, sources};
}
