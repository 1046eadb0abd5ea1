import type {Diagnostic, Parsed} from '../base/diagnostic.ts';
import {type SourceText, type Span, spanWithin} from '../base/source.ts';
import type {RecordValue, ResourceRecord} from '../expressions/environment.ts';
import {formatValue, isSpec} from './format-spec.ts';
import {failure, type Hole, type RenderResult} from './rendered.ts';
import {mark} from './shell/place.ts';
import {isListValue, recordValue, valueText} from './value-text.ts';

/** `{key}` or `{key:spec}`. `raw` is all that stands between the braces: a key may itself hold a colon. */
export interface FormatPlaceholder {
  readonly raw: string;
  readonly key: string;
  readonly spec: string;
  readonly span: Span;
  readonly keySpan: Span;
  /** Right behind a dollar: perhaps the shell's own expansion was meant. */
  readonly afterDollar: boolean;
}

/** A text in Python's `str.format`: the literal pieces, and between each two of them a placeholder. */
export interface FormatText {
  readonly literals: readonly string[];
  /** The literals with a `mark` between each two. */
  readonly skeleton: string;
  readonly placeholders: readonly FormatPlaceholder[];
}

function problem(message: string, span: Span, suggestion?: string): Diagnostic {
  const base = {code: 'template/bad-placeholder', severity: 'error', message, span} as const;
  return suggestion === undefined ? base : {...base, suggestion};
}

/** Reads a text in which `{{` and `}}` are braces and `{…}` is a placeholder. */
export function parseFormat(text: SourceText): Parsed<FormatText> {
  const literals: string[] = [''];
  const placeholders: FormatPlaceholder[] = [];
  const diagnostics: Diagnostic[] = [];
  const add = (literal: string): void => {
    literals[literals.length - 1] += literal;
  };
  const braces = /\{\{|\}\}|[{}]/g;
  let from = 0;
  for (let brace = braces.exec(text.text); brace !== null; brace = braces.exec(text.text)) {
    add(text.text.slice(from, brace.index));
    from = braces.lastIndex;
    if (brace[0].length === 2) add(brace[0].charAt(0));
    else if (brace[0] === '}') {
      const span = spanWithin(text, brace.index, from);
      diagnostics.push(problem('a single } stands here; write }} for a brace', span, '}}'));
    } else {
      const read = readPlaceholder(text, from);
      diagnostics.push(...read.diagnostics);
      if (read.value !== undefined) {
        placeholders.push(read.value);
        literals.push('');
      }
      const end = text.text.indexOf('}', from);
      from = end === -1 ? text.text.length : end + 1;
      braces.lastIndex = from;
    }
  }
  add(text.text.slice(from));
  return {value: {literals, skeleton: literals.join(mark), placeholders}, diagnostics};
}

/** `from` is behind the opening brace. */
function readPlaceholder(text: SourceText, from: number): Parsed<FormatPlaceholder | undefined> {
  const end = text.text.indexOf('}', from);
  const raw = text.text.slice(from, end === -1 ? undefined : end);
  const span = spanWithin(text, from - 1, end === -1 ? from : end + 1);
  const refused = (message: string, suggestion?: string): Parsed<undefined> => ({
    value: undefined,
    diagnostics: [problem(message, span, suggestion)],
  });
  const isShell = text.text[from - 2] === '$';
  if (end === -1) return refused('this { is not closed; write {{ for a brace', '{{');
  if (/[{\n]/.test(raw)) return refused('no placeholder holds a brace or a line end; write {{ and }} for braces', '{{');
  if (raw.trim() === '') return refused('a placeholder needs a key; write {{}} for braces', '{{}}');
  const [, name = raw, conversion, after = ''] = /^(.*?)(?:!([rsa]))?(?::(.*))?$/s.exec(raw) ?? [];
  if (conversion === 'r' || conversion === 'a') {
    return refused(`the conversion !${conversion} is not supported: a value is put in as it is`, `{${name}}`);
  }
  // A key may hold a colon, so what is no specification belongs to the key.
  const isPlain = name === '' || !isSpec(after);
  const [key, spec] = isPlain ? [raw, ''] : [name, after];
  const placeholder = {
    raw,
    key: key === '' ? raw : key,
    spec,
    span,
    keySpan: spanWithin(text, from, from + key.length),
    afterDollar: isShell,
  };
  return {value: placeholder, diagnostics: []};
}

function holeOf({raw, key, span}: FormatPlaceholder, value: RecordValue, text: string): Hole {
  const source = key === '__index__' ? 'author' : 'record';
  const hole: Hole = {text, source, written: `{${raw}}`, key, span};
  return isListValue(value) && text === valueText(value) ? {...hole, items: value.map(valueText)} : hole;
}

function hintFor({key, spec, afterDollar}: FormatPlaceholder): string {
  if (afterDollar) return `; for the shell's own \${${key}} write \${{${key}}}`;
  if (key.startsWith('%')) return '; {% is Jinja: that needs template-engine: jinja2';
  if (/[^\w.:/-]/.test(key)) return '; braces that are text are written {{ and }}';
  const colon = key.indexOf(':');
  return colon > 0 && spec === ''
    ? `, and "${key.slice(colon + 1)}" is no format specification that is known here`
    : '';
}

/** The text for one record. A key is looked up as it is written, whatever characters it has. */
export function renderFormat(
  {literals, skeleton, placeholders}: FormatText,
  record: ResourceRecord,
  index: number,
): RenderResult {
  const holes: Hole[] = [];
  for (const placeholder of placeholders) {
    const {raw, key, spec, span, keySpan} = placeholder;
    const whole = recordValue(record, raw);
    const value = whole ?? (key === '__index__' ? index : recordValue(record, key));
    if (value === undefined) {
      const hint = hintFor(placeholder);
      const message = `the record has no key "${key}"${hint}`;
      return failure({code: 'template/missing-key', message, span: keySpan, key});
    }
    const formatted = whole !== undefined || spec === '' ? undefined : formatValue(value, spec);
    if (formatted?.ok === false) {
      return failure({
        code: 'template/bad-value',
        message: `{${raw}}: ${formatted.because}`,
        span,
        key,
      });
    }
    holes.push(holeOf(placeholder, value, formatted?.text ?? valueText(value)));
  }
  return {ok: true, rendered: {skeleton, literals, holes, absent: []}};
}
