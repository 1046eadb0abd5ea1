import {partialId} from '../../base/ids.ts';
import type {Category} from '../unit.ts';
import type {Builder} from './builder.ts';
import {checkFields} from './check-fields.ts';
import {readId} from './read-id.ts';
import {readName} from './read-text.ts';

const kind = 'category';

export function buildCategory(builder: Builder): Category | undefined {
  checkFields(builder, {kind});
  const id = readId(builder, kind);
  const name = readName(builder, kind);
  return id && {kind, id, record: builder.record, span: builder.record.span, name: name ?? partialId(id)};
}
