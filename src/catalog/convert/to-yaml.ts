import type {Node, Scalar} from 'yaml';
import type {SourceFile} from '../../base/source.ts';
import type {Field, UnitRecord} from '../../units/record.ts';
import {writtenName} from '../../units/record-access.ts';
import {CommentQueue, printComments, pxuComments} from './comments.ts';
import {fieldTypes} from './field-types.ts';
import {yamlField} from './yaml-fields.ts';
import {addBefore, groupsText, mapNode, printDocument, textNode} from './yaml-nodes.ts';

/** The units of a .pxu file as a stream of YAML documents, with its comments. */
export function toYaml(file: SourceFile, records: readonly UnitRecord[]): string {
  const comments = new CommentQueue(file, pxuComments(file));
  const documents = records.map((record) => documentOf(record, comments));
  const rest = comments.groups(comments.before(file.text.length + 1), file.text.length);
  const left = printComments(rest);
  return [...(documents.length === 0 ? [] : [documents.join('---\n')]), ...(left === '' ? [] : [left])].join('\n');
}

function documentOf(record: UnitRecord, comments: CommentQueue): string {
  const {start} = record.span;
  const groups = comments.groups(comments.before(start), start);
  const types = fieldTypes(record);
  const entries: [Scalar, Node][] = [];
  let end = start;
  for (const field of record.fields.values()) {
    const isFirst = entries.length === 0;
    const above = isFirst ? (groups.at(-1) ?? []) : comments.before(field.nameSpan.start);
    const {name, node} = yamlField(writtenName(field), field.value, {types, comments});
    end = endOf(field);
    const key = textNode(name);
    addBefore(key, [...above, ...comments.before(end)]);
    entries.push([key, node]);
  }
  const after = comments.groups(comments.adjoining(end), end);
  return printDocument(mapNode(entries, 'block'), {head: groupsText(groups.slice(0, -1)), end: groupsText(after)});
}

function endOf({nameSpan, value}: Field): number {
  return Math.max(nameSpan.end, value.span.end);
}
