import {nearest} from '../../base/nearest.ts';
import {type SourceText, sliceText} from '../../base/source.ts';
import {certificationStatuses} from '../fields/field.ts';
import {valueAsText} from '../record-access.ts';
import {quoted} from '../syntax-report.ts';
import type {CategoryOverride, CertificationStatusOverride, Selector} from '../unit.ts';
import type {Value} from '../value.ts';
import {linesOf} from '../words.ts';
import {type Builder, complain, longerOrShorter, oneOf, refTo} from './builder.ts';
import {readLines, readText} from './read-text.ts';

type Draft = {-readonly [Name in keyof Selector]-?: Selector[Name]};

interface Override {
  readonly field: SourceText;
  readonly value: SourceText;
}

const overrideNames = ['certification-status', 'category_id', 'auto-retry'];

function badSelector(builder: Builder, span: SourceText['span'], message: string): undefined {
  complain(builder, {code: 'unit/bad-selector', message, span});
  return undefined;
}

function selectorOf(pattern: SourceText): Draft {
  return {pattern, certificationStatus: undefined, category: undefined, autoRetry: undefined};
}

/** What one `field=value` beside a pattern, or one entry of its map, overrides. */
function override(builder: Builder, selector: Draft, {field, value}: Override): void {
  switch (field.text.replaceAll('_', '-')) {
    case 'certification-status':
      selector.certificationStatus =
        oneOf(builder, value, certificationStatuses, 'The certification status') ?? selector.certificationStatus;
      break;
    case 'category-id':
    case 'category':
      selector.category = refTo(builder, value);
      break;
    case 'auto-retry':
      selector.autoRetry = value.text !== 'no' && value.text !== 'false';
      break;
    default:
      complain(builder, {
        code: 'unit/bad-selector',
        message: `${quoted(field.text)} cannot be overridden here: only ${overrideNames.join(', ')} can.`,
        span: field.span,
        suggestion: nearest(field.text, overrideNames) ?? longerOrShorter(field.text, overrideNames),
      });
  }
}

/** `PATTERN`, then `field=value` pairs between commas or spaces. Double quotes keep spaces in a pattern. */
function readLine(builder: Builder, line: SourceText): Selector | undefined {
  const head = /^(?:"([^"]+)"|[^\s"#]+)(?=[\s#]|$)/.exec(line.text);
  if (head === null)
    return badSelector(builder, line.span, 'A line starts with one pattern, in double quotes where it has spaces.');
  const [whole, inner] = head;
  const from = inner === undefined ? 0 : 1;
  const selector = selectorOf(sliceText(line, from, from + (inner ?? whole).length));
  const pair = /[\s,]*(?:#.*$|([A-Za-z_-]+)[ \t]*=[ \t]*(?:"([^"]*)"|([^\s,"=#]+))|(\S+))/gy;
  pair.lastIndex = whole.length;
  for (let match = pair.exec(line.text); match !== null; match = pair.exec(line.text)) {
    const [all, name, quoted, bare, rest] = match;
    const end = match.index + all.length;
    if (rest !== undefined) {
      const span = sliceText(line, end - rest.length, end).span;
      return badSelector(
        builder,
        span,
        'After a pattern only overrides such as certification-status=blocker can stand.',
      );
    }
    const text = quoted ?? bare;
    if (name === undefined || text === undefined) break;
    const valueEnd = end - (quoted === undefined ? 0 : 1);
    const start = match.index + all.indexOf(name);
    override(builder, selector, {
      field: sliceText(line, start, start + name.length),
      value: sliceText(line, valueEnd - text.length, valueEnd),
    });
  }
  return selector;
}

/** In YAML, an entry is a pattern or a map of one pattern to its overrides. */
function readItem(builder: Builder, item: Value): Selector | undefined {
  const text = valueAsText(item);
  if (text !== undefined) return readLine(builder, text);
  const [entry, ...more] = item.type === 'map' ? item.entries : [];
  if (entry === undefined || more.length > 0 || entry.value.type !== 'map') {
    return badSelector(builder, item.span, 'An entry is a pattern, or one pattern with a map of overrides.');
  }
  const selector = selectorOf(keyText(entry.key, entry.keySpan));
  for (const {key, keySpan, value} of entry.value.entries) {
    const wanted = valueAsText(value);
    if (wanted === undefined) badSelector(builder, value.span, 'An override has one value.');
    else override(builder, selector, {field: keyText(key, keySpan), value: wanted});
  }
  return selector;
}

function keyText(text: string, span: SourceText['span']): SourceText {
  return {text, span, pieces: [{at: 0, source: span.start, length: text.length}]};
}

export function readSelectors(builder: Builder, name: string): readonly Selector[] {
  const value = builder.record.fields.get(name)?.value;
  if (value?.type === 'list') return value.items.flatMap((item) => readItem(builder, item) ?? []);
  const text = readText(builder, name);
  return text === undefined ? [] : linesOf(text).flatMap((line) => readLine(builder, line) ?? []);
}

/** `apply VALUE to PATTERN`. */
function readOverrideLines(builder: Builder, name: string): readonly {value: SourceText; pattern: SourceText}[] {
  return readLines(builder, name).flatMap((line) => {
    const match = /^apply\s+(\S+)\s+to\s+(?:"([^"]+)"|(\S+))\s*(?:#.*)?$/d.exec(line.text);
    const value = match?.indices?.[1];
    const pattern = match?.indices?.[2] ?? match?.indices?.[3];
    if (value === undefined || pattern === undefined) {
      complain(builder, {
        code: 'unit/bad-override',
        message: 'An override is written "apply VALUE to PATTERN".',
        span: line.span,
      });
      return [];
    }
    return [{value: sliceText(line, ...value), pattern: sliceText(line, ...pattern)}];
  });
}

export function readCategoryOverrides(builder: Builder, name: string): readonly CategoryOverride[] {
  return readOverrideLines(builder, name).map(({value, pattern}) => ({category: refTo(builder, value), pattern}));
}

export function readStatusOverrides(builder: Builder, name: string): readonly CertificationStatusOverride[] {
  return readOverrideLines(builder, name).flatMap(({value, pattern}) => {
    const status = oneOf(builder, value, certificationStatuses, 'The certification status');
    return status === undefined ? [] : [{status, pattern}];
  });
}
