import {isScalar, type Node, type Scalar} from 'yaml';
import {type SourceText, sliceText} from '../../base/source.ts';
import {parseJson} from '../../transforms/json-value.ts';
import type {FieldSpec, FieldType} from '../../units/fields/field.ts';
import {valueToJson} from '../../units/record-access.ts';
import type {MapEntry, Value} from '../../units/value.ts';
import {wordsOf} from '../../units/words.ts';
import type {CommentQueue, Remark} from './comments.ts';
import {type CommentRule, type EntryLine, entryLines} from './entries.ts';
import type {FieldTypes} from './field-types.ts';
import {splitSelector} from './selectors.ts';
import {addAfter, addBefore, commandNode, jsonNode, listNode, mapNode, numberNode, textNode} from './yaml-nodes.ts';

interface Writing {
  readonly types: FieldTypes;
  /** Undefined inside of a value, where .pxu has no comments. */
  readonly comments: CommentQueue | undefined;
}

/** A field's name and value in YAML. */
export interface FieldNode {
  readonly name: string;
  readonly node: Node;
}

/** How the entries of a value stand in it, and how they are laid out. */
interface EntryForm {
  readonly rule: CommentRule;
  readonly split: 'words' | 'lines';
  readonly style: 'flow' | 'block';
  readonly holds?: 'ids';
  readonly nodeOf: (entry: SourceText, types: FieldTypes) => Node;
}

const plain = ({text}: SourceText): Node => textNode(text);

const entryForms: ReadonlyMap<FieldType, EntryForm> = new Map<FieldType, EntryForm>([
  ['references', {rule: 'anywhere', split: 'words', style: 'block', holds: 'ids', nodeOf: plain}],
  ['words', {rule: 'anywhere', split: 'words', style: 'flow', nodeOf: plain}],
  ['imports', {rule: 'anywhere', split: 'lines', style: 'block', nodeOf: plain}],
  ['program', {rule: 'outside-strings', split: 'lines', style: 'block', nodeOf: plain}],
  ['selectors', {rule: 'anywhere', split: 'lines', style: 'block', nodeOf: selectorNode}],
  ['overrides', {rule: 'after-space', split: 'lines', style: 'block', nodeOf: plain}],
  ['manifest-requirements', {rule: 'anywhere', split: 'lines', style: 'block', nodeOf: plain}],
]);

/**
 * A field as YAML has it: the underscore only where the tables do not say that the field is for translators, lists as
 * lists, and text where a template could fill in what parts one entry from the next.
 */
export function yamlField(name: string, value: Value, writing: Writing): FieldNode {
  const spec = writing.types.specOf(name.replace(/^_/, ''));
  const isMarked = name.length > 1 && name.startsWith('_');
  const node = value.type === 'text' ? fieldNode(value.text, spec, writing) : jsonNode(valueToJson(value));
  return {name: isMarked && spec?.translatable === true ? name.slice(1) : name, node};
}

function fieldNode(text: SourceText, spec: FieldSpec | undefined, writing: Writing): Node {
  if (spec === undefined) return textNode(text.text);
  const form = entryForms.get(spec.type);
  if (form !== undefined && !isFilledIn(text.text, form, writing.types)) return entriesNode(text, form, writing);
  switch (spec.type) {
    case 'command':
      return commandNode(text.text);
    case 'duration':
      return /^\d{1,9}(?:\.\d{1,9})?$/.test(text.text) ? numberNode(Number(text.text)) : textNode(text.text);
    case 'map':
      return pairsNode(text, writing) ?? textNode(text.text);
    case 'json':
      return structureNode(text, spec, writing.types) ?? textNode(text.text);
    default:
      return textNode(text.text);
  }
}

/** Whether a template's record could change how many entries there are. */
function isFilledIn(text: string, {split, holds}: EntryForm, {engine}: FieldTypes): boolean {
  if (engine === undefined) return false;
  const hole = engine === 'jinja2' ? /\{\{[^{}\n]*\}\}/g : /\{[^{}\n]*\}/g;
  const rest = text.replaceAll(hole, 'x');
  // A statement or a comment of Jinja, or braces that are written twice.
  if (/[{}]/.test(rest)) return true;
  if (split === 'lines') return false;
  // What a record puts into a word may be several, save in an id, which it is made fit for.
  if (holds !== 'ids') return rest !== text;
  return (
    text.split(/[\s,]+/).some((word) => word.replaceAll(hole, '') === '' && word !== '') ||
    (rest !== text && /["#]/.test(text))
  );
}

/** Comments of the value stand above their entry, or beside it where the line has one entry and no overrides. */
function entriesNode(text: SourceText, form: EntryForm, {types, comments}: Writing): Node {
  const items: Node[] = [];
  let above: Remark[] = [];
  let isCommented = false;
  let isApart = false;
  for (const line of entryLines(text, form.rule)) {
    const nodes = entriesOf(line, form).map((entry) => form.nodeOf(entry, types));
    const [first, ...others] = nodes;
    above.push(...(comments?.before(line.text.span.start) ?? []));
    const remarks = line.comment === undefined ? [] : [{text: line.comment}];
    isCommented ||= above.length + remarks.length > 0;
    if (first === undefined) {
      above.push(...remarks);
      isApart ||= remarks.length === 0 && items.length > 0;
      continue;
    }
    const isBeside = isScalar(first) && others.length === 0;
    addBefore(first, isBeside ? above : [...above, ...remarks]);
    if (isBeside) addAfter(first, remarks);
    first.spaceBefore = isApart;
    isApart = false;
    above = [];
    items.push(...nodes);
  }
  const list = listNode(items, isCommented ? 'block' : form.style);
  addAfter(list, above);
  return list;
}

function entriesOf({text}: EntryLine, {split}: EntryForm): readonly SourceText[] {
  if (text.text === '') return [];
  if (split === 'lines') return [text];
  if (!/[{}]/.test(text.text)) return wordsOf(text);
  // A placeholder may hold spaces and is part of one word.
  return [...text.text.matchAll(/(?:\{+[^{}]*\}+|[^\s,{}])+/g)].map(({0: word, index}) =>
    sliceText(text, index, index + word.length),
  );
}

/** A map where the pattern has overrides; the pattern's quotes stay where a line needs them. */
function selectorNode(line: SourceText, {engine}: FieldTypes): Node {
  const selector = splitSelector(line.text);
  if (selector === undefined || selector.overrides.length === 0 || (engine !== undefined && /[{}]/.test(line.text))) {
    return textNode(selector?.overrides.length === 0 ? selector.written : line.text);
  }
  const overrides = selector.overrides.map(([name, value]): [Scalar, Node] => [textNode(name), textNode(value)]);
  return mapNode([[textNode(selector.pattern), mapNode(overrides, 'flow')]], 'block');
}

/** Lines of `key: value`; undefined where a line is something else, or a key is there twice. */
function pairsNode(text: SourceText, {types}: Writing): Node | undefined {
  const pairs = new Map<string, string>();
  for (const {text: line, comment} of entryLines(text, 'anywhere')) {
    if (line.text === '' && comment === undefined) continue;
    const [, key, value] = /^([^\s:]+):\s*(\S.*)$/.exec(line.text) ?? [];
    const isUsable = key !== undefined && comment === undefined && !pairs.has(key);
    if (!isUsable || value === undefined || (types.engine !== undefined && key.includes('{'))) return undefined;
    pairs.set(key, value);
  }
  return mapNode(
    [...pairs].map(([key, value]): [Scalar, Node] => [textNode(key), textNode(value)]),
    'block',
  );
}

/** JSON as YAML: of `siblings` each field in its own form. */
function structureNode(text: SourceText, spec: FieldSpec, types: FieldTypes): Node | undefined {
  const {value} = parseJson(text, {doubledBraces: spec.name === 'siblings' && types.engine === 'format'});
  if (value === undefined) return undefined;
  const isOfMaps = value.type === 'list' && value.items.every(({type}) => type === 'map');
  if (spec.name !== 'siblings' || !isOfMaps) return jsonNode(valueToJson(value));
  const items = value.items.map((item) =>
    item.type === 'map' ? overrideNode(item.entries, types) : jsonNode(valueToJson(item)),
  );
  return listNode(items, 'block');
}

function overrideNode(entries: readonly MapEntry[], types: FieldTypes): Node {
  return mapNode(
    entries.map(({key, value}): [Scalar, Node] => {
      const field = yamlField(key, value, {types, comments: undefined});
      return [textNode(field.name), field.node];
    }),
    'block',
  );
}
