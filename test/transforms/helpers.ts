import type {SequenceConfig} from '../../src/transforms/sequence.ts';
import {parseYaml} from '../../src/units/parse-yaml.ts';
import type {UnitRecord} from '../../src/units/record.ts';

export const origin = {provider: 'com.example:p', namespace: 'com.example'};

export const config: SequenceConfig = {
  provider: origin,
  keys: new Map(),
  matches: (pattern, text) => pattern === text,
};

export function records(text: string): readonly UnitRecord[] {
  return parseYaml({path: 'units.yaml', text}, origin).value;
}

export function jobs(...ids: readonly string[]): readonly UnitRecord[] {
  return records(ids.map((id) => `unit: job\nid: ${id}\n`).join('---\n'));
}
