import type {Diagnostic, DiagnosticCode} from '../base/diagnostic.ts';
import {quoted} from '../base/quoted.ts';
import type {FieldKind} from './field-kind.ts';
import type {Hole, Problem, Rendered} from './rendered.ts';
import {mark, type Place} from './shell/place.ts';
import {type Quoted, quoteFor} from './shell/quote.ts';
import {slug} from './slug.ts';

export type Filled =
  | {readonly ok: true; readonly text: string; readonly notices: readonly Diagnostic[]}
  | {readonly ok: false; readonly problem: Problem};

export interface FillOptions {
  readonly kind: FieldKind;
  /** The places of a command's holes. */
  readonly placesOf: (skeleton: string) => readonly Place[];
  /** False where the records are read from hardware, so that no value may name the program to run. */
  readonly mayRun: boolean;
  /** Whether the resource's author wrote this value out, so that it may be a command of several words. */
  readonly isWrittenOut: (key: string, value: string) => boolean;
}

function notice(code: DiagnosticCode, message: string, hole: Hole): Diagnostic {
  return {code, severity: 'advice', message, span: hole.span};
}

/** Puts the values into a text as its field needs them, or says which one cannot be put there. */
export function fill(rendered: Rendered, options: FillOptions): Filled {
  if (rendered.holes.length === 0) return {ok: true, text: rendered.skeleton, notices: []};
  switch (options.kind) {
    case 'shell':
      return fillCommand(rendered, options);
    case 'expression':
      return fillExpression(rendered);
    case 'identifier':
      return fillIdentifier(rendered);
    case 'prose':
      return fillText(rendered, (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, ' '));
    case 'line':
      return fillText(rendered, (text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' '));
  }
}

function join({literals, holes}: Rendered, textOf: (hole: Hole, index: number) => string): string {
  let text = literals[0] ?? '';
  let index = 0;
  for (const hole of holes) {
    text += textOf(hole, index);
    index++;
    text += literals[index] ?? '';
  }
  return text;
}

function fillText(rendered: Rendered, clean: (text: string) => string): Filled {
  return {ok: true, text: join(rendered, ({text}) => clean(text)), notices: []};
}

function fillIdentifier(rendered: Rendered): Filled {
  const notices: Diagnostic[] = [];
  const text = join(rendered, (hole) => {
    if (hole.source === 'author') return hole.text;
    const name = slug(hole.text);
    if (name !== hole.text) {
      notices.push(notice('template/slugged-value', `${quoted(hole.text)} is written ${name} in ids`, hole));
    }
    return name;
  });
  return {ok: true, text: rendered.skeleton.includes('::') ? text : text.replaceAll('::', ':_'), notices};
}

/** The quote that is open at each hole of a resource program; undefined outside of strings. */
function openQuotes(skeleton: string): readonly (string | undefined)[] {
  const open: (string | undefined)[] = [];
  let quote: string | undefined;
  for (let at = 0; at < skeleton.length; at++) {
    const char = skeleton.charAt(at);
    if (char === mark) open.push(quote);
    else if (char === '\\' && quote !== undefined) at++;
    else if (char === '\n') quote = undefined;
    else if (char === quote) quote = undefined;
    else if (quote === undefined && (char === '"' || char === "'")) quote = char;
  }
  return open;
}

const escapes: Readonly<Record<string, string>> = {'\\': '\\\\', '\n': '\\n', '\r': '\\r', "'": "\\'", '"': '\\"'};

/** Inside a string a value is that string's text; outside it may be a name or a number and nothing else. */
function fillExpression(rendered: Rendered): Filled {
  const quotes = openQuotes(rendered.skeleton);
  const broken = rendered.holes.find(
    (hole, index) => quotes[index] === undefined && hole.source === 'record' && !/^[\w.:/@+-]*$/.test(hole.text),
  );
  if (broken !== undefined) {
    const message = `${broken.written} is ${quoted(broken.text)}, which would change the expression; put it in quotes`;
    return {ok: false, problem: problemOf(broken, message)};
  }
  const text = join(rendered, (hole, index) => {
    const quote = quotes[index];
    if (quote === undefined || hole.source === 'author') return hole.text;
    const other = quote === '"' ? "'" : '"';
    return hole.text.replace(/[\\\n\r'"]/g, (char) => (char === other ? char : (escapes[char] ?? char)));
  });
  return {ok: true, text, notices: []};
}

function problemOf(hole: Hole, message: string): Problem {
  const base = {code: 'template/unsafe-value', message, span: hole.span} as const;
  return hole.key === undefined ? base : {...base, key: hole.key};
}

function fillCommand(rendered: Rendered, options: FillOptions): Filled {
  const places = options.placesOf(rendered.skeleton);
  const notices: Diagnostic[] = [];
  const texts: string[] = [];
  for (const [index, hole] of rendered.holes.entries()) {
    const place = places[index];
    if (place === undefined) throw new Error('Internal error: a placeholder has no place in its command');
    const form = hole.source === 'author' ? asWritten(hole) : formOf(hole, place, options);
    if (!form.ok) {
      const message = `${hole.written} is ${quoted(hole.text)}, which cannot be put into the command safely: ${form.because}`;
      return {ok: false, problem: problemOf(hole, message)};
    }
    texts.push(form.text);
    notices.push(...noticesOf(hole, place, form));
  }
  return {ok: true, text: join(rendered, (_, index) => texts[index] ?? ''), notices};
}

function asWritten(hole: Hole): Quoted {
  return {ok: true, text: hole.text, changed: false};
}

const plainWords = /^[A-Za-z0-9_./:@%+=,-]+(?: [A-Za-z0-9_./:@%+=,-]+)+$/;

function formOf(hole: Hole, place: Place, {mayRun, isWrittenOut}: FillOptions): Quoted {
  const options = {mayRun: mayRun || hole.source === 'environment'};
  const splits = place.quoting === 'bare' && place.demand === undefined;
  const isCommand = splits && place.runs === true && plainWords.test(hole.text);
  if (isCommand && hole.key !== undefined && isWrittenOut(hole.key, hole.text)) return asWritten(hole);
  if (hole.items === undefined || !splits) return quoteFor(place, hole.text, options);
  const forms = hole.items.map((item) => quoteFor({...place, needsWord: true}, item, options));
  const refused = forms.find((form) => !form.ok);
  return refused ?? {ok: true, text: forms.map((form) => (form.ok ? form.text : '')).join(' '), changed: false};
}

function noticesOf(hole: Hole, place: Place, form: Quoted & {readonly ok: true}): readonly Diagnostic[] {
  if (form.changed && place.quoting !== 'comment') {
    const words = hole.text.trim().split(/\s+/).length;
    const more = place.quoting === 'bare' && words > 1 ? `, one word; unquoted it would be ${words}` : '';
    return [notice('template/quoted-value', `${quoted(hole.text)} is quoted in the command${more}`, hole)];
  }
  if (hole.text === '' && place.quoting === 'bare' && place.startsWord) {
    return [notice('template/empty-value', `${hole.written} is empty, so the command gets no argument here`, hole)];
  }
  if (hole.text.startsWith('-') && place.startsWord && hole.source === 'record') {
    return [
      notice(
        'template/option-value',
        `${quoted(hole.text)} begins with a dash: a program takes it for an option`,
        hole,
      ),
    ];
  }
  return [];
}
