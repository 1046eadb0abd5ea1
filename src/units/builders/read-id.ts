import {type UnitId, unitId} from '../../base/ids.ts';
import type {SourceText} from '../../base/source.ts';
import type {UnitKind} from '../unit.ts';
import {type Builder, complain} from './builder.ts';
import {missing, readText} from './read-text.ts';

function checkId(builder: Builder, id: SourceText): void {
  const namespace = id.text.indexOf('::');
  if (namespace !== -1) {
    complain(builder, {
      code: 'unit/bad-id',
      message: 'An id is written without its namespace: the provider gives it.',
      span: id.span,
      suggestion: id.text.slice(namespace + 2),
    });
  } else if (/\s/.test(id.text)) {
    complain(builder, {
      code: 'unit/bad-id',
      severity: 'warning',
      message: 'An id with spaces in it cannot be named in a list of ids unless it is quoted.',
      span: id.span,
      suggestion: id.text.trim().replaceAll(/\s+/g, '-') || undefined,
    });
  }
}

/** The unit's id from the first of these fields that it has; a message where it has none. */
export function readId(builder: Builder, kind: UnitKind, names: readonly string[] = ['id']): UnitId | undefined {
  for (const name of names) {
    const id = readText(builder, name);
    if (id === undefined) continue;
    checkId(builder, id);
    return unitId(builder.record.origin.namespace, id.text);
  }
  const {fields} = builder.record;
  const isList = names.some((name) => ['list', 'map'].includes(fields.get(name)?.value.type ?? 'text'));
  if (!isList) missing(builder, 'id', `a ${kind} is known by it`);
  return undefined;
}
