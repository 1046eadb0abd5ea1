import type {SourceText} from '../../base/source.ts';
import {valueToJson} from '../record-access.ts';
import type {ExporterUnit} from '../unit.ts';
import type {JsonValue} from '../value.ts';
import {type Builder, complain} from './builder.ts';
import {checkFields} from './check-fields.ts';
import {readId} from './read-id.ts';
import {readChoice, readString, readWords, requireText} from './read-text.ts';

const kind = 'exporter';

/** JSON text, or the map that YAML has. */
function readData(builder: Builder): JsonValue | undefined {
  const value = builder.record.fields.get('data')?.value;
  if (value === undefined) return undefined;
  const data = value.type === 'text' ? parsed(builder, value.text) : valueToJson(value);
  if (data === undefined || data === null) return undefined;
  if (typeof data === 'object' && !Array.isArray(data)) return data;
  complain(builder, {code: 'unit/bad-value', message: 'The field "data" must be a map.', span: value.span});
  return undefined;
}

function parsed(builder: Builder, {text, span}: SourceText): JsonValue | undefined {
  if (text === '') return undefined;
  try {
    const data: JsonValue = JSON.parse(text);
    return data;
  } catch {
    complain(builder, {code: 'unit/bad-value', message: 'The field "data" must be JSON.', span});
    return undefined;
  }
}

export function buildExporter(builder: Builder): ExporterUnit | undefined {
  checkFields(builder, {kind});
  const id = readId(builder, kind);
  requireText(builder, 'entry_point', 'it names the code that writes the report');
  const choices = ['jinja2', 'text', 'xlsx', 'json', 'tar', 'rfc822'];
  const entryPoint = readChoice(builder, {name: 'entry_point', choices});
  const extension = requireText(builder, 'file_extension', 'it ends the name of the file');
  const more = {summary: readString(builder, 'summary'), data: readData(builder)};
  const options = readWords(builder, 'options').flatMap(({text}) => text.split(';').filter((option) => option !== ''));
  if (id === undefined || entryPoint === undefined || extension === undefined) return undefined;
  const {record} = builder;
  return {kind, id, record, span: record.span, entryPoint, fileExtension: extension.text, options, ...more};
}
