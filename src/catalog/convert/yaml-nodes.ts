import {Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq} from 'yaml';
import {isList} from '../../units/record-access.ts';
import type {JsonValue} from '../../units/value.ts';
import type {Remark} from './comments.ts';

/** YAML 1.2 whose plain words mean the same to readers of 1.1, which Checkbox's is. */
const documentOptions = {version: '1.2', compat: 'yaml-1.1'} as const;
const layout = {lineWidth: 0, flowCollectionPadding: false} as const;

/** As the library wants them: an empty line has no mark, a bare mark is one space. */
function remarkText(remarks: readonly Remark[]): string {
  return remarks.map(({text}) => (text === '' ? ' ' : text)).join('\n');
}

export function groupsText(groups: readonly (readonly Remark[])[]): string {
  return groups.map(remarkText).join('\n\n');
}

export function addBefore(node: Node, remarks: readonly Remark[]): void {
  if (remarks.length > 0) node.commentBefore = remarkText(remarks);
}

export function addAfter(node: Node, remarks: readonly Remark[]): void {
  if (remarks.length > 0) node.comment = remarkText(remarks);
}

function isQuoted(text: string): boolean {
  return /^["']/.test(new Document(text, documentOptions).toString(layout));
}

/** Characters that only a quoted text can hold. */
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/;

function isBlock(text: string): boolean {
  // The reader drops the line ends that a block ends with.
  return (
    text.includes('\n') &&
    !text.endsWith('\n') &&
    !unprintable.test(text.replaceAll(/[\ud800-\udbff][\udc00-\udfff]/g, ''))
  );
}

/** Text as people write it: lines as a block, a word as it is. */
export function textNode(text: string): Scalar {
  const node = new Scalar(isBlock(text) ? `${text}\n` : text);
  if (isBlock(text)) node.type = 'BLOCK_LITERAL';
  else if (text.includes('\n') || unprintable.test(text)) node.type = 'QUOTE_DOUBLE';
  return node;
}

/** A command that would need quotes of YAML around its own is easier to read in a block. */
export function commandNode(text: string): Scalar {
  if (text === '' || text.includes('\n') || !isQuoted(text) || /^\w+$/.test(text)) return textNode(text);
  const node = new Scalar(`${text}\n`);
  node.type = 'BLOCK_LITERAL';
  return node;
}

export function numberNode(value: number): Scalar {
  return new Scalar(value);
}

export function listNode(items: readonly Node[], style: 'flow' | 'block'): YAMLSeq {
  const list = new YAMLSeq();
  for (const item of items) list.add(item);
  list.flow = style === 'flow' || items.length === 0;
  return list;
}

export function mapNode(entries: Iterable<readonly [Scalar, Node]>, style: 'flow' | 'block'): YAMLMap {
  const map = new YAMLMap();
  for (const [key, value] of entries) map.items.push(new Pair(key, value));
  map.flow = style === 'flow' || map.items.length === 0;
  return map;
}

/** Plain data, its texts in the style of `textNode`. */
export function jsonNode(json: JsonValue): Node {
  if (typeof json === 'string') return textNode(json);
  if (typeof json !== 'object' || json === null) return new Scalar(json);
  if (isList(json)) return listNode(json.map(jsonNode), 'block');
  return mapNode(
    Object.entries(json).map(([key, value]) => [textNode(key), jsonNode(value)]),
    'block',
  );
}

export interface DocumentComments {
  readonly head: string;
  readonly end: string;
}

/** One document as text, with a line end behind it and no `---`. */
export function printDocument(contents: YAMLMap, {head, end}: DocumentComments): string {
  const document = new Document(null, documentOptions);
  const typed: Document = document;
  typed.contents = contents;
  if (head !== '') typed.commentBefore = head;
  if (end !== '') typed.comment = end;
  return typed.toString(layout);
}
