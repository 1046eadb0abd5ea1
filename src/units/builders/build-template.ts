import {isQualified, partialId, qualify, unitId} from '../../base/ids.ts';
import {nearest} from '../../base/nearest.ts';
import type {SourceText} from '../../base/source.ts';
import {isUnitKind, unitSpecs} from '../fields/index.ts';
import type {Field, UnitRecord} from '../record.ts';
import {fieldNames, fieldText, textValue} from '../record-access.ts';
import {slugOfTemplate} from '../record-id.ts';
import {quoted} from '../syntax-report.ts';
import type {Import, Ref, Template, UnitKind} from '../unit.ts';
import {checkPluginNeeds, readPlugin} from './build-job.ts';
import {type Builder, complain} from './builder.ts';
import {checkFields} from './check-fields.ts';
import {readEngine} from './read-engine.ts';
import {readImports} from './read-imports.ts';
import {missing, readProgram, readString, readText, requireText} from './read-text.ts';

const prefix = 'template-';

function ownFields(record: UnitRecord): readonly string[] {
  return fieldNames(record).filter(
    (name) => name === 'unit' || (name.startsWith(prefix) && !name.startsWith(prefix + prefix)),
  );
}

/**
 * The fields of the instances. `unit` is theirs; of a template of templates, the inner one's own fields have the prefix
 * twice.
 */
function bodyOf(record: UnitRecord, kind: UnitKind): UnitRecord {
  const fields = new Map<string, Field>();
  for (const field of record.fields.values()) {
    if (field.name === 'unit') {
      fields.set('unit', {
        ...field,
        value: textValue(kind, record.fields.get('template-unit')?.value.span ?? field.value.span),
      });
    } else if (!field.name.startsWith(prefix)) {
      fields.set(field.name, field);
    } else if (field.name.startsWith(prefix + prefix)) {
      const name = field.name.slice(prefix.length);
      fields.set(name, {...field, name});
    }
  }
  return {...record, fields};
}

function readInstanceKind(builder: Builder): UnitKind | undefined {
  const kind = readText(builder, 'template-unit');
  if (kind === undefined) return 'job';
  if (isUnitKind(kind.text)) return kind.text;
  complain(builder, {
    code: 'unit/unknown-kind',
    message: `There is no unit of the kind ${quoted(kind.text)}.`,
    span: kind.span,
    suggestion: nearest(kind.text, Object.keys(unitSpecs)),
  });
  return undefined;
}

/** A name that was imported, a full id, or a partial one in the template's namespace. */
function resolveResource(builder: Builder, resource: SourceText, imports: readonly Import[]): Ref {
  const imported = imports.find(({name}) => name === resource.text);
  const id = imported?.resource.id ?? qualify(resource.text, builder.record.origin.namespace);
  return {id, span: resource.span};
}

/** What is wrong with the instances whatever the records say. */
function checkBody(builder: Builder, body: UnitRecord, kind: UnitKind): void {
  const inner: Builder = {record: body, diagnostics: builder.diagnostics};
  if (kind !== 'job' && kind !== 'setup job') {
    checkFields(inner, {kind});
    return;
  }
  const isPlaceholder = fieldText(body, 'plugin')?.text.includes('{') === true;
  const plugin = isPlaceholder ? undefined : readPlugin(inner, kind);
  checkFields(inner, {kind, plugin});
  if (plugin !== undefined) checkPluginNeeds(inner, plugin, kind);
}

/** A template is told apart from its instances by its own id, else by theirs. */
function readTemplateId(builder: Builder, kind: UnitKind): string | undefined {
  const own = readString(builder, 'template-id');
  const id = readText(builder, 'id') ?? (kind === 'job' ? readText(builder, 'name') : undefined);
  const needsId = kind !== 'packaging meta-data' && kind !== 'template';
  if (id === undefined && needsId) missing(builder, 'id', `each ${kind} that the template makes needs one`);
  if (id !== undefined && !id.text.includes('{')) {
    complain(builder, {
      code: 'unit/constant-template-id',
      severity: 'warning',
      message: 'This id has no placeholder: a second record would make a second unit of the same id.',
      span: id.span,
    });
  }
  const slug = own ?? (id && slugOfTemplate(id.text));
  if (slug === undefined && !needsId) missing(builder, 'template-id', 'there is no id to take it from');
  return slug;
}

export function buildTemplate(builder: Builder): Template | undefined {
  const {record} = builder;
  checkFields(builder, {kind: 'template', names: ownFields(record)});
  const instanceKind = readInstanceKind(builder);
  const id = readTemplateId(builder, instanceKind ?? 'job');
  const imports = readImports(builder, 'template-imports');
  const resource = requireText(builder, 'template-resource', 'its records make the instances');
  const base = {
    kind: 'template' as const,
    record,
    span: record.span,
    imports,
    engine: readEngine(builder) ?? ('format' as const),
    summary: readString(builder, 'template-summary'),
    description: readString(builder, 'template-description'),
    filter: readProgram(builder, 'template-filter'),
  };
  if (instanceKind === undefined) return undefined;
  const body = bodyOf(record, instanceKind);
  checkBody(builder, body, instanceKind);
  if (id === undefined || resource === undefined) return undefined;
  const ref = resolveResource(builder, resource, imports);
  const resourceName = isQualified(resource.text) ? partialId(ref.id) : resource.text;
  return {...base, id: unitId(record.origin.namespace, id), resource: ref, resourceName, instanceKind, body};
}
