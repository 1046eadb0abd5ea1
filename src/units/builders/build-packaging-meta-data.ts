import {unitId} from '../../base/ids.ts';
import {positionAt} from '../../base/source.ts';
import type {PackagingMetaData} from '../unit.ts';
import type {Builder} from './builder.ts';
import {checkFields} from './check-fields.ts';
import {readLines, readString, requireText} from './read-text.ts';

const kind = 'packaging meta-data';

function packages(builder: Builder, name: string): readonly string[] {
  const parts = readLines(builder, name).flatMap(({text}) => text.split(','));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

export function buildPackagingMetaData(builder: Builder): PackagingMetaData | undefined {
  checkFields(builder, {kind});
  const {record} = builder;
  const osId = requireText(builder, 'os-id', 'it names the distribution');
  const lists = {
    depends: packages(builder, 'Depends'),
    recommends: packages(builder, 'Recommends'),
    suggests: packages(builder, 'Suggests'),
  };
  const osVersionId = readString(builder, 'os-version-id');
  if (osId === undefined) return undefined;
  const {file, start} = record.span;
  const id = unitId(record.origin.namespace, `packaging-meta-data/${file.path}:${positionAt(file, start).line}`);
  return {kind, id, record, span: record.span, osId: osId.text, osVersionId, ...lists};
}
