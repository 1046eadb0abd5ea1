import {partialId} from '../../base/ids.ts';
import type {ManifestEntry} from '../unit.ts';
import {type Builder, complain} from './builder.ts';
import {checkFields} from './check-fields.ts';
import {readId} from './read-id.ts';
import {readChoice, readName, readString, requireText} from './read-text.ts';

const kind = 'manifest entry';

export function buildManifestEntry(builder: Builder): ManifestEntry | undefined {
  checkFields(builder, {kind});
  const id = readId(builder, kind);
  const name = readName(builder, kind);
  requireText(builder, 'value-type', 'it is bool or natural');
  const valueType = readChoice(builder, {name: 'value-type', choices: ['bool', 'natural']});
  const hiddenReason = readString(builder, 'hidden-reason');
  if (id === undefined || valueType === undefined) return undefined;
  if (partialId(id).startsWith('_') && hiddenReason === undefined) {
    complain(builder, {
      code: 'unit/missing-field',
      severity: 'warning',
      message: 'The field "hidden-reason" is missing: nobody is asked for an entry whose id starts with an underscore.',
      span: builder.record.span,
    });
  }
  return {
    kind,
    id,
    record: builder.record,
    span: builder.record.span,
    name: name ?? partialId(id),
    valueType,
    valueUnit: readString(builder, 'value-units') ?? readString(builder, 'value-unit'),
    prompt: readString(builder, 'prompt'),
    resourceKey: readString(builder, 'resource-key'),
    hiddenReason,
  };
}
