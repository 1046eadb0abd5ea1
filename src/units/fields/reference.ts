import type {FieldSpec, FieldType, UnitSpec} from './field.ts';
import {unitSpecs} from './index.ts';

const typeNames: Readonly<Record<FieldType, string>> = {
  text: 'text',
  line: 'one line',
  id: 'id',
  reference: 'id',
  references: 'ids',
  words: 'words',
  lines: 'lines',
  program: 'expressions',
  imports: 'import lines',
  command: 'shell command',
  duration: 'duration',
  choice: 'one of',
  selectors: 'selector lines',
  overrides: 'override lines',
  map: 'map',
  'manifest-requirements': 'list',
  json: 'JSON or YAML',
};

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function notes(field: FieldSpec): string {
  const parts = [
    field.summary,
    ...(field.plugins === undefined ? [] : [`Plugins: ${field.plugins.join(', ')}.`]),
    ...(field.default === undefined ? [] : [`Without it: \`${field.default}\`.`]),
    ...(field.deprecated === undefined ? [] : [`Old; write \`${field.deprecated}\`.`]),
    ...(field.isOurs === true ? ['Assay only.'] : []),
  ];
  return cell(parts.join(' '));
}

function typeOf({type, choices}: FieldSpec): string {
  return choices === undefined ? typeNames[type] : `${choices.map((choice) => `\`${choice}\``).join(', ')}`;
}

function section(spec: UnitSpec): string {
  const rows = spec.fields.map((field) => {
    const name = `\`${field.name}\`${field.required === true ? ' (needed)' : ''}`;
    return `| ${name} | ${cell(typeOf(field))} | ${field.translatable === true ? 'yes' : ''} | ${notes(field)} |`;
  });
  const more = spec.isOpen === true ? "\nOther fields are the author's own.\n" : '';
  const head = `## ${spec.kind}\n\n${spec.summary}\n\n| field | value | translatable | |\n|---|---|---|---|`;
  return `${head}\n${rows.join('\n')}\n${more}`;
}

/** The tables of docs/unit-fields.md, as Markdown. */
export function fieldReference(): string {
  const intro =
    '# Fields of every kind of unit\n\nMade from the field tables in `src/units/fields`; [units.md](units.md) explains how values are written.\n';
  return [intro, ...Object.values(unitSpecs).map(section)].join('\n');
}
