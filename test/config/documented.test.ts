import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {expect, it} from 'vitest';
import {type KeySpec, type SectionSpec, sections} from '../../src/config/keys.ts';
import {writtenValue} from '../../src/config/values.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/launchers.md'), 'utf8');

function place(section: string, {form}: SectionSpec): string {
  return form === 'named' ? `[${section}:NAME]` : `[${section}]`;
}

/** What becomes of a key, for every one that does something; else why nothing comes of it. */
function effect({kind, noEffect, noEffectFor = {}, deprecated}: KeySpec): string {
  if (noEffect !== undefined) return `nothing: ${noEffect}`;
  const some = Object.keys(noEffectFor).map((value) => `\`${value}\``);
  const choices = 'choices' in kind && kind.choices !== undefined ? kind.choices.map((value) => `\`${value}\``) : [];
  return [
    choices.length > 0 ? choices.join(', ') : kind.type,
    ...(some.length > 0 ? [`nothing comes of ${some.join(', ')}`] : []),
    ...(deprecated === undefined ? [] : [`deprecated: ${deprecated}`]),
  ].join('; ');
}

function row(section: string, spec: SectionSpec, [name, key]: readonly [string, KeySpec]): string {
  const unset = key.default === undefined || writtenValue(key.default) === '' ? '' : `\`${writtenValue(key.default)}\``;
  return `| \`${place(section, spec)}\` | \`${name}\` | ${effect(key)} | ${unset} |`;
}

it.each(Object.entries(sections))('every key of [%s] is in the table', (section, spec) => {
  const keys = [...Object.entries(spec.keys), ...(spec.any === undefined ? [] : [['any', spec.any] as const])];
  for (const entry of keys) expect(page).toContain(row(section, spec, entry));
});
