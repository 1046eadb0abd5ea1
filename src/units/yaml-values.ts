import {isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar} from 'yaml';
import type {SourceFile, Span} from '../base/source.ts';
import {limits, quoted, report, type SyntaxReport} from './syntax-report.ts';
import type {MapEntry, Value} from './value.ts';
import {scalarText} from './yaml-text.ts';

/** One document while its nodes become values. Aliases make a small file a huge value, so the values are counted. */
export interface Conversion {
  readonly file: SourceFile;
  readonly found: SyntaxReport;
  readonly anchors: Map<string, Node>;
  values: number;
  isDamaged: boolean;
}

const mostValues = 100_000;
const mostDepth = 50;

export function fault(to: Conversion, code: string, at: {readonly span: Span; readonly message: string}): void {
  to.isDamaged = true;
  report(to.found, {code: `syntax/${code}`, severity: 'error', message: at.message, span: at.span});
}

export function spanOfNode({file}: Conversion, node: Node): Span {
  const [start = 0, end = start] = node.range ?? [];
  // The library counts a line end that is not there behind the last line.
  return {file, start: Math.min(start, file.text.length), end: Math.min(end, file.text.length)};
}

function nothing(span: Span): Value {
  return {type: 'scalar', value: null, raw: '', span};
}

function isBlock(node: Scalar): boolean {
  return node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
}

/** The line end that closes a block scalar is no part of the value, so that both syntaxes give the same unit. */
function scalarValue(to: Conversion, node: Scalar): Value {
  const span = spanOfNode(to, node);
  const raw = to.file.text.slice(span.start, span.end);
  const {value} = node;
  if (value === null) return {type: 'scalar', value, raw, span};
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
    return {type: 'scalar', value, raw, span};
  }
  const whole = typeof value === 'string' ? value : raw;
  if (whole.length > limits.valueLength) {
    fault(to, 'value-too-long', {span, message: `This value is longer than ${limits.valueLength} characters.`});
    return nothing(span);
  }
  const text = scalarText(to.file, isBlock(node) ? whole.replace(/\n+$/, '') : whole, span);
  return {type: 'text', text, span};
}

/** The maps that `<<` names, with their entries behind those that are written out. */
function mergedEntries(to: Conversion, pair: Pair, depth: number): readonly MapEntry[] {
  const value = toValue(to, pair.value, depth + 1);
  const maps = value.type === 'list' ? value.items : [value];
  return maps.flatMap((map) => (map.type === 'map' ? map.entries : []));
}

/** A map's entries; each key once, the first of two kept. */
export function toEntries(to: Conversion, pairs: readonly Pair[], depth: number): readonly MapEntry[] {
  const entries = new Map<string, MapEntry>();
  const merged: MapEntry[] = [];
  for (const pair of pairs) {
    const {key} = pair;
    if (!isScalar(key)) {
      const span = spanOfAny(to, key ?? pair.value);
      fault(to, 'bad-field-name', {span, message: 'A key must be a plain text.'});
      continue;
    }
    const keySpan = spanOfNode(to, key);
    const name = typeof key.value === 'string' ? key.value : to.file.text.slice(keySpan.start, keySpan.end);
    if (name === '<<' && key.type === 'PLAIN') {
      merged.push(...mergedEntries(to, pair, depth));
      continue;
    }
    const before = entries.get(name);
    if (before !== undefined) {
      to.isDamaged = true;
      report(to.found, {
        code: 'syntax/duplicate-field',
        severity: 'error',
        message: `${quoted(name)} is here twice.`,
        span: keySpan,
        related: [{message: 'the first is here', span: before.keySpan}],
      });
      continue;
    }
    entries.set(name, {key: name, keySpan, value: toValue(to, pair.value, depth + 1, keySpan)});
    if (to.values > mostValues) break;
  }
  for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
  return [...entries.values()];
}

function isNode(thing: unknown): thing is Node {
  return isScalar(thing) || isMap(thing) || isSeq(thing) || isAlias(thing);
}

function spanOfAny(to: Conversion, thing: unknown): Span {
  return isNode(thing) ? spanOfNode(to, thing) : {file: to.file, start: 0, end: 0};
}

function isBounded(to: Conversion, span: Span, depth: number): boolean {
  to.values++;
  if (to.values === mostValues + 1) {
    fault(to, 'too-many-values', {span, message: `This document has more than ${mostValues} values, aliases counted.`});
  }
  if (to.values > mostValues) return false;
  if (depth <= mostDepth) return true;
  if (!to.isDamaged) fault(to, 'too-deep', {span, message: `Values are nested more than ${mostDepth} deep here.`});
  return false;
}

/** Any node as a value; `place` stands in for the place of a value that is not written at all. */
function toValue(to: Conversion, node: unknown, depth: number, place?: Span): Value {
  if (!isNode(node)) return nothing(place ?? {file: to.file, start: 0, end: 0});
  const span = spanOfNode(to, node);
  if (!isBounded(to, span, depth)) return nothing(span);
  if (isAlias(node)) {
    const target = to.anchors.get(node.source);
    if (target !== undefined) return toValue(to, target, depth + 1);
    fault(to, 'unknown-anchor', {span, message: `There is no anchor ${quoted(node.source)} above this.`});
    return nothing(span);
  }
  if (node.anchor !== undefined) to.anchors.set(node.anchor, node);
  if (isScalar(node)) return scalarValue(to, node);
  if (isMap(node)) return {type: 'map', entries: toEntries(to, node.items, depth), span};
  const items: Value[] = [];
  for (const item of node.items) {
    if (to.values > mostValues) break;
    items.push(toValue(to, item, depth + 1, span));
  }
  return {type: 'list', items, span};
}
