import type {Diagnostic} from '../base/diagnostic.ts';
import {namespaceOf, partialId, type UnitId} from '../base/ids.ts';
import {nearest} from '../base/nearest.ts';
import {spanWithin} from '../base/source.ts';
import type {ResourceRecord, ResourceState} from '../expressions/environment.ts';
import {absentKeys, describeEmptyFilter} from '../expressions/filter.ts';
import {fieldText} from '../units/record-access.ts';
import type {Template} from '../units/unit.ts';
import type {CompiledTemplate} from './compile-template.ts';
import type {ExpandContext, FilteredRecord} from './expansion.ts';
import {recordValue} from './value-text.ts';

/** The line that names a resource of another namespace, in the words the template has already. */
function howToName({record, resource}: Template, id: UnitId): string {
  if (record.origin.namespace === namespaceOf(id)) return `template-resource: ${partialId(id)}`;
  const written = fieldText(record, 'template-resource')?.text ?? '';
  if (written !== partialId(resource.id)) return `template-resource: ${id}`;
  return `template-imports: from ${namespaceOf(id)} import ${written} as ${written}`;
}

/** Why a template's resource is no resource that there is; undefined where it is one, or nobody knows. */
export function missingResource(template: Template, context: ExpandContext): Diagnostic | undefined {
  const {knownResources: known} = context;
  const {id, span} = template.resource;
  if (known === undefined || known.includes(id)) return undefined;
  const base = {code: 'template/unknown-resource', severity: 'error', span} as const;
  if (context.isJob?.(id) === true) {
    return {...base, message: `${id} is a job, but no resource job, and so has no records`};
  }
  const elsewhere = known.find((other) => partialId(other) === partialId(id));
  if (elsewhere !== undefined) {
    const message = `there is no resource ${id}; ${elsewhere} has this name: write \`${howToName(template, elsewhere)}\``;
    return {...base, message, suggestion: elsewhere};
  }
  const message = `there is no resource ${id}`;
  const near = nearest(id, known) ?? nearest(partialId(id), known.map(partialId));
  return near === undefined ? {...base, message} : {...base, message, suggestion: near};
}

/** Why nothing is known of the resource: it has no job, or its job or probe has not told. */
export function describeUnknown(template: Template, reason: string, context: ExpandContext): Diagnostic {
  const missing = missingResource(template, context);
  if (missing !== undefined) return missing;
  const {id, span} = template.resource;
  return {code: 'template/resource-unknown', severity: 'warning', message: `${id} is unknown: ${reason}`, span};
}

interface ResourceReport {
  readonly compiled: CompiledTemplate;
  readonly state: Extract<ResourceState, {readonly state: 'known'}>;
  readonly filtered: readonly FilteredRecord[];
  readonly context: ExpandContext;
}

/** What an author should know of the records as a whole. */
export function describeResource(report: ResourceReport): readonly Diagnostic[] {
  const {compiled, state} = report;
  const {id, span} = compiled.template.resource;
  const found: Diagnostic[] = [];
  if (state.partial !== undefined) {
    const message = `${id} is incomplete, so instances may be missing: ${state.partial}`;
    found.push({code: 'template/partial-resource', severity: 'warning', message, span});
  }
  if (state.records.length === 0 && state.partial === undefined) {
    found.push({code: 'template/no-records', severity: 'advice', message: `${id} has no records`, span});
  }
  return [...found, ...describeId(compiled.template, state.records), ...describeFilter(report)];
}

const inFormat = /(?<!\$)\{\{\s*(\w+)\s*\}\}/;
const inJinja = /(?<!\{)\{(\w+)\}(?!\})/;

/** A placeholder in an id as the other engine writes it: it is text, and all instances have one id. */
function describeId({body, engine}: Template, [record]: readonly ResourceRecord[]): readonly Diagnostic[] {
  const id = fieldText(body, 'id');
  const found = id && (engine === 'format' ? inFormat : inJinja).exec(id.text);
  if (id === undefined || found === undefined || found === null || record === undefined) return [];
  const [written, key = ''] = found;
  if (recordValue(record, key) === undefined) return [];
  const right = engine === 'format' ? `{${key}}` : `{{ ${key} }}`;
  const message = `${written} is no placeholder here: write ${right}, or template-engine: ${engine === 'format' ? 'jinja2' : 'format'}`;
  const span = spanWithin(id, found.index, found.index + written.length);
  return [{code: 'template/bad-placeholder', severity: 'warning', message, span, suggestion: right}];
}

/** A filter that lets nothing through; a warning where it asks for a key that nobody has. */
function describeFilter({compiled, state, filtered, context}: ResourceReport): readonly Diagnostic[] {
  const {template, filter} = compiled;
  const {records} = state;
  if (filter === undefined || records.length === 0 || filtered.length < records.length) return [];
  // What cannot be read has been refused already, and asks nothing of the records.
  if (filter.lines.some(({compiled: line}) => line === undefined)) return [];
  const keys = context.resourceJob?.(template.resource.id)?.keys;
  const [absent] = absentKeys(filter, template.resourceName, records).filter(({key}) => keys?.has(key) !== true);
  const message = describeEmptyFilter(filter, template.resourceName, records);
  const span = absent?.span ?? template.filter?.span ?? template.span;
  const base = {
    code: 'template/no-match',
    severity: absent === undefined ? 'advice' : 'warning',
    message,
    span,
  } as const;
  return [absent?.nearest === undefined ? base : {...base, suggestion: absent.nearest}];
}
