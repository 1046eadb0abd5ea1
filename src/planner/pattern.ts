import {RE2JS} from 're2js';
import {isQualified, qualify, type UnitId} from '../base/ids.ts';
import {messageOf} from '../base/message-of.ts';
import {once} from '../base/once.ts';
import type {SourceText} from '../base/source.ts';
import type {TestPlan} from '../units/unit.ts';
import {fitsLiterals} from './fits-literals.ts';

/**
 * What a line of a test plan selects. `id` names one job or template; `partial` is an id in whatever namespace has it;
 * `expression` is a regular expression on whole ids, of which every match starts with `prefix`.
 */
export type Pattern =
  | {readonly type: 'id'; readonly id: UnitId}
  | {readonly type: 'partial'; readonly partial: string}
  | ExpressionPattern
  | {readonly type: 'broken'; readonly message: string};

export interface ExpressionPattern {
  readonly type: 'expression';
  /** Fully qualified; equal texts match the same ids. */
  readonly text: string;
  readonly prefix: string;
  /** A text that every match holds somewhere; looking for it is faster than matching. May be empty. */
  readonly needle: string;
  /** Set where all ids with the prefix match, whatever follows it. */
  readonly open: boolean;
  /** The one id that is meant where a dot is all that makes an expression of it and a unit has that id. */
  readonly literal?: UnitId;
  matches(id: string): boolean;
}

const readPatterns = new WeakMap<SourceText, Pattern>();

/** A line of a plan, read once: partial patterns are in the namespace of the plan's provider. */
export function patternOf(plan: TestPlan, text: SourceText): Pattern {
  const known = readPatterns.get(text);
  if (known !== undefined) return known;
  const pattern = readPattern(text.text, plan.record.origin.namespace);
  readPatterns.set(text, pattern);
  return pattern;
}

const longest = 2000;
const special = /[\\.*+?|(){}[\]^$]/;
const specialButDot = /[\\*+?|(){}[\]^$]/;

/** Nothing in it means something in an expression but `.*`, and dots. */
const glob = /^(?:[^\\*+?|(){}[\]^$]|\.\*)*$/;
const loneDot = /\.(?!\*)/;

/** A namespace in plain letters, of which the dots are dots, and what stands in it. */
const qualifiedOnce = /^([\w.-]+)::((?:(?!::)[^|])+)$/;

/**
 * Reads a pattern as it stands in a plan whose namespace is `namespace`. A pattern with `::` is qualified already; an
 * empty namespace stands for all of them.
 */
export function readPattern(written: string, namespace: string): Pattern {
  const text = withoutAnchors(written.trim());
  const [, own, rest] = text.length > longest ? [] : (qualifiedOnce.exec(text) ?? []);
  return own === undefined || rest === undefined ? readUnanchored(text, namespace) : readUnanchored(rest, own);
}

/** An id, or an expression whose only signs are `.*`: it needs no engine. The dots in it are taken for dots. */
export function readGlob(text: string, namespace: string): Extract<Pattern, {type: 'id' | 'expression'}> | undefined {
  if (!glob.test(text)) return undefined;
  const id = qualify(text, namespace);
  if (!text.includes('.*')) return {type: 'id', id};
  const literals = id.split('.*');
  const [prefix = '', ...rest] = literals;
  const needle = longestOf(rest);
  const open = rest.length === 1 && needle === '';
  return {type: 'expression', text: id, prefix, needle, open, matches: (other) => fitsLiterals(literals, other)};
}

function longestOf(texts: readonly string[]): string {
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}

function readUnanchored(text: string, namespace: string): Pattern {
  if (text === '') return {type: 'broken', message: 'the pattern is empty'};
  if (text.length > longest) return {type: 'broken', message: `the pattern is longer than ${longest} characters`};
  const anywhere = namespace === '' && !isQualified(text);
  if (!special.test(text))
    return anywhere ? {type: 'partial', partial: text} : {type: 'id', id: qualify(text, namespace)};
  const simple = simpleExpression(text, anywhere ? undefined : namespace);
  if (simple !== undefined) return simple;
  const literal = !anywhere && !specialButDot.test(text) ? {literal: qualify(text, namespace)} : {};
  return {...readExpression(text, anywhere ? undefined : namespace), ...literal};
}

/** Lines are anchored at both ends whether they say so or not. */
function withoutAnchors(text: string): string {
  const start = text.startsWith('^') ? 1 : 0;
  const anchored = text.endsWith('$') && !/(?:^|[^\\])(?:\\\\)*\\\$$/.test(text);
  return text.slice(start, anchored ? -1 : undefined);
}

function readExpression(text: string, namespace: string | undefined): Pattern {
  const look = splitLookahead(text);
  const prefix = prefixOf(text, namespace);
  const needle = glob.test(text) ? longestOf(text.split(/\.\*?/)) : needleOf(text);
  const base = {type: 'expression', text: qualifyExpression(text, namespace), prefix, needle, open: false} as const;
  const mayMatch = (id: string): boolean => id.startsWith(prefix) && id.includes(needle);
  try {
    const whole = matcherOf(look?.without ?? text, namespace);
    if (look === undefined) return {...base, matches: (id) => mayMatch(id) && whole(id)};
    const ahead = matcherOf(look.through, namespace);
    return {...base, matches: (id) => mayMatch(id) && whole(id) && ahead(id) === look.wanted};
  } catch (error) {
    return {type: 'broken', message: whyBroken(text, error)};
  }
}

/** Throws where the engine cannot read it. */
function matcherOf(text: string, namespace: string | undefined): (id: string) => boolean {
  const simple = simpleExpression(text, namespace);
  if (simple?.type === 'expression') return simple.matches;
  const qualified = qualifyExpression(text, namespace);
  if (!glob.test(text)) {
    const compiled = RE2JS.compile(qualified);
    return (id) => compiled.matches(id);
  }
  // Nothing can be wrong with dots, and mostly each is to be a dot: the engine is for the rest.
  const literals = qualify(text, namespace ?? '').split('.*');
  const compiled = once(() => RE2JS.compile(qualified));
  return (id) => (namespace !== undefined && fitsLiterals(literals, id)) || compiled().matches(id);
}

/** No namespace stands for any. */
function simpleExpression(text: string, namespace: string | undefined): ReturnType<typeof readGlob> {
  if (loneDot.test(text)) return undefined;
  return namespace === undefined ? readGlob(`.*::${text}`, '') : readGlob(text, namespace);
}

/** What the engine says of the line alone; what it does not know is named as it is documented. */
function whyBroken(text: string, error: unknown): string {
  if (/\(\?<?[=!]/.test(text)) return 'lookahead is known only right after literal text, and lookbehind not at all';
  if (/\\[1-9]/.test(text)) return 'there are no backreferences';
  return messageOf(compileError(text) ?? error)
    .replaceAll('\n', ' ')
    .replace(/^error parsing regexp: /, '');
}

function compileError(text: string): unknown {
  try {
    RE2JS.compile(text);
    return undefined;
  } catch (error) {
    return error;
  }
}

function qualifyExpression(text: string, namespace: string | undefined): string {
  if (isQualified(text)) return text;
  // A bare alternation must not take the namespace for its first branch only.
  return `${namespace === undefined ? '.*' : RE2JS.quote(namespace)}::(?:${text})`;
}

function prefixOf(text: string, namespace: string | undefined): string {
  if (isQualified(text)) return literalPrefix(text);
  return namespace === undefined ? '' : `${namespace}::${literalPrefix(text)}`;
}

/** The characters every match must start with. */
function literalPrefix(text: string): string {
  if (text.includes('|')) return '';
  let prefix = '';
  let at = 0;
  for (;;) {
    const escaped = text[at] === '\\';
    const character = text[escaped ? at + 1 : at];
    if (character === undefined || (escaped ? /\w/.test(character) : special.test(character))) return prefix;
    at += escaped ? 2 : 1;
    if (/[*?{]/.test(text[at] ?? '')) return prefix;
    prefix += character;
  }
}

/** An escaped character that stands for itself, an escape, a class, a repetition, or one character. */
const token = /\\(\W)|\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]])*\]|\{[^}]*\}|./gsu;

/** The longest literal text outside of groups that no alternation, repetition or flag makes optional. */
function needleOf(text: string): string {
  if (/[|]|\(\?[a-zA-Z-]/.test(text)) return '';
  let longest = '';
  let run: string[] = [];
  let depth = 0;
  for (const [whole = '', escaped] of [...text.matchAll(token), ['']]) {
    if (whole === '(') depth++;
    if (whole === ')') depth--;
    const literal = escaped ?? (special.test(whole) ? '' : whole);
    if (literal !== '' && depth === 0) {
      run.push(literal);
      continue;
    }
    // What may be repeated no times need not be there.
    const kept = (/^[*?{]/.test(whole) ? run.slice(0, -1) : run).join('');
    if (kept.length > longest.length) longest = kept;
    run = [];
  }
  return longest;
}

interface Lookahead {
  readonly wanted: boolean;
  /** The expression as if it had no lookahead. */
  readonly without: string;
  /** All up to and including what is looked for, then anything. */
  readonly through: string;
}

/**
 * `a(?!b)c` is `ac` but not `ab.*` as long as `a` is literal text. Linear-time engines know no lookahead, and this form
 * is the one that test plans use.
 */
function splitLookahead(text: string): Lookahead | undefined {
  const start = text.search(/\(\?[!=]/);
  if (start === -1 || literalPrefix(text.slice(0, start)) !== text.slice(0, start).replaceAll('\\', ''))
    return undefined;
  const end = closingParenthesis(text, start);
  const rest = end === undefined ? '' : text.slice(end + 1);
  if (end === undefined || rest.includes('|') || /\(\?[!=]/.test(rest)) return undefined;
  const before = text.slice(0, start);
  const inside = text.slice(start + 3, end);
  const through = `${before}${special.test(inside) ? `(?:${inside})` : inside}.*`;
  return {wanted: text[start + 2] === '=', without: before + rest, through};
}

function closingParenthesis(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return undefined;
}
