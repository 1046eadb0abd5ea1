import {Jsep} from 'jsep';
import {matchAt, scanNumber, scanString} from './python-literals.ts';
import type {RawLink, RawNode} from './raw-node.ts';

declare module 'jsep' {
  /** The class behind jsep's function; its own typings leave it out. */
  class Jsep {
    constructor(text: string);
    readonly expr: string;
    index: number;
    get char(): string;
    get code(): number;
    gobbleSpaces(): void;
    gobbleExpression(): RawNode;
    gobbleToken(): RawNode | false;
    gobbleTokenProperty(node: RawNode): RawNode;
    gobbleArguments(termination: number): RawNode[];
    gobbleGroup(): RawNode;
    gobbleIdentifier(): RawNode;
    gobbleNumericLiteral(): RawNode;
    gobbleStringLiteral(): RawNode;
    throwError(message: string): never;
  }
}

/** How deep parentheses, lists, calls, signs and `not` may nest. */
export const maxDepth = 90;

export type RefusalCode = 'expression/syntax' | 'expression/too-deep' | 'expression/placeholder';

/** Thrown inside the parser only; offsets are those of the text given to it. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly start: number;
  readonly end: number;
  readonly suggestion: string | undefined;

  constructor(message: string, place: RefusalPlace) {
    super(message);
    this.code = place.code ?? 'expression/syntax';
    this.start = place.start;
    this.end = place.end;
    this.suggestion = place.suggestion;
  }
}

interface RefusalPlace {
  readonly start: number;
  readonly end: number;
  readonly code?: RefusalCode;
  readonly suggestion?: string;
}

const closeParenthesis = 41;
const keywords = new Set(
  'as assert async await break class continue def del elif else except finally for from global if import is lambda nonlocal pass raise return try while with yield'.split(
    ' ',
  ),
);
const operatorWords = new Set(['and', 'or', 'not', 'in']);
const identifierPattern = /[A-Za-z_][A-Za-z0-9_]*/y;
const comparisonPattern = /==|!=|<=|>=|<(?![<>])|>(?!>)|in(?![A-Za-z0-9_])|not[ \t\f]+in(?![A-Za-z0-9_])/y;
/** What people write who come from another language, and Python's word for it. */
const foreign: readonly (readonly [string, string])[] = [
  ['&&', 'and'],
  ['||', 'or'],
  ['<>', '!='],
  ['=', '=='],
  ['!', 'not'],
];

function isQuote(code: number): boolean {
  return code === 34 || code === 39;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function startsName(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function isInName(code: number): boolean {
  return startsName(code) || isDigit(code);
}

/** One of `([.+-`, a digit, a quote or a name's first letter. */
function startsToken(code: number): boolean {
  if (startsName(code) || isQuote(code) || isDigit(code)) return true;
  return code === 40 || code === 91 || code === 46 || code === 43 || code === 45;
}

/** One of `=!<>`, or the first letter of `in` or of `not in`. */
function startsComparison(code: number): boolean {
  return (code >= 60 && code <= 62) || code === 33 || code === 105 || code === 110;
}

/** jsep with Python's expression grammar: its operators, literals, tuples and comments. One line, one expression. */
export class PythonParser extends Jsep {
  #depth = 0;
  #tokenStart = 0;
  #tokenEnd = 0;
  #afterSpaces = -1;

  parseLine(): RawNode {
    const node = this.gobbleExpression();
    if (this.index < this.expr.length) this.#unexpected();
    return node;
  }

  override gobbleSpaces(): void {
    if (this.index === this.#afterSpaces) return;
    this.#tokenEnd = this.index;
    let code = this.code;
    while (code === 32 || code === 9 || code === 12) {
      this.index++;
      code = this.code;
    }
    if (code === 35) this.index = this.expr.length;
    this.#afterSpaces = this.index;
  }

  override gobbleExpression(): RawNode {
    this.gobbleSpaces();
    return this.#connective('or');
  }

  override gobbleToken(): RawNode {
    this.#enter();
    this.gobbleSpaces();
    const start = this.index;
    if (!startsToken(this.code)) this.#unexpected();
    this.#tokenStart = start;
    const node = this.#usualToken() ?? super.gobbleToken();
    if (node === false) this.#unexpected();
    this.gobbleSpaces();
    node.start ??= start;
    node.end ??= this.#tokenEnd;
    this.#depth--;
    return node;
  }

  override gobbleIdentifier(): RawNode {
    const start = this.index;
    const name = matchAt(identifierPattern, this.expr, start);
    const isOperator = name !== undefined && operatorWords.has(name);
    if (name === undefined || (isOperator && start === this.#tokenStart)) return this.#unexpected();
    this.index += name.length;
    if (isOperator || keywords.has(name)) {
      throw new Refusal(`\`${name}\` is a reserved word`, {start, end: this.index});
    }
    if (isQuote(this.code)) throw new Refusal(`text with the prefix \`${name}\` is not read`, {start, end: this.index});
    return {type: 'Identifier', name, start, end: this.index};
  }

  override gobbleNumericLiteral(): RawNode {
    const scanned = scanNumber(this.expr, this.index);
    if (!scanned.ok) throw new Refusal(scanned.message, {start: scanned.at, end: scanned.at + 1});
    this.index = scanned.end;
    return {type: 'Number', ...scanned.value};
  }

  override gobbleStringLiteral(): RawNode {
    let value = '';
    let joined = 0;
    while (isQuote(this.code)) {
      const scanned = scanString(this.expr, this.index);
      if (!scanned.ok) throw new Refusal(scanned.message, {start: scanned.at, end: this.expr.length});
      value += scanned.value;
      joined++;
      this.index = scanned.end;
      this.gobbleSpaces();
    }
    return {type: 'Text', value, joined};
  }

  override gobbleArguments(termination: number): RawNode[] {
    return this.#items(termination).items;
  }

  override gobbleGroup(): RawNode {
    const start = this.index;
    this.index++;
    const {items, commas} = this.#items(closeParenthesis);
    const only = items[0];
    if (only !== undefined && commas === 0) return only;
    return {type: 'Tuple', elements: items, start, end: this.index};
  }

  override throwError(message: string): never {
    throw new Refusal(message, {start: this.index, end: this.index + 1});
  }

  #enter(): void {
    this.#depth++;
    if (this.#depth <= maxDepth) return;
    const message = `this expression nests deeper than ${maxDepth} levels`;
    throw new Refusal(message, {start: this.index, end: this.index + 1, code: 'expression/too-deep'});
  }

  /** A name or a string, and what hangs on it: most tokens are one of these. */
  #usualToken(): RawNode | undefined {
    if (startsName(this.code)) return this.gobbleTokenProperty(this.gobbleIdentifier());
    return isQuote(this.code) ? this.gobbleTokenProperty(this.gobbleStringLiteral()) : undefined;
  }

  #connective(operator: 'and' | 'or'): RawNode {
    const start = this.index;
    const first = this.#operand(operator);
    if (!this.#takeWord(operator)) return first;
    const operands = [first];
    do operands.push(this.#operand(operator));
    while (this.#takeWord(operator));
    return {type: 'Connective', operator, operands, start, end: this.#tokenEnd};
  }

  #operand(operator: 'and' | 'or'): RawNode {
    return operator === 'or' ? this.#connective('and') : this.#negation();
  }

  #negation(): RawNode {
    const start = this.index;
    if (!this.#takeWord('not')) return this.#comparison();
    this.#enter();
    const argument = this.#negation();
    this.#depth--;
    return {type: 'Not', argument, start, end: this.#tokenEnd};
  }

  #comparison(): RawNode {
    const start = this.index;
    const first = this.gobbleToken();
    const links: RawLink[] = [];
    while (startsComparison(this.code)) {
      const operator = matchAt(comparisonPattern, this.expr, this.index);
      if (operator === undefined) break;
      this.index += operator.length;
      links.push({operator: operator.startsWith('not') ? 'not in' : operator, operand: this.gobbleToken()});
    }
    return links.length === 0 ? first : {type: 'Comparison', first, links, start, end: this.#tokenEnd};
  }

  #takeWord(word: 'and' | 'or' | 'not'): boolean {
    if (!this.expr.startsWith(word, this.index) || isInName(this.expr.charCodeAt(this.index + word.length)))
      return false;
    this.index += word.length;
    this.gobbleSpaces();
    return true;
  }

  /** Expressions up to the closing bracket, with commas between them and perhaps one at the end. */
  #items(termination: number): {readonly items: RawNode[]; readonly commas: number} {
    const opened = this.index - 1;
    const items: RawNode[] = [];
    let commas = 0;
    for (;;) {
      this.gobbleSpaces();
      if (this.index >= this.expr.length) {
        const bracket = this.expr.charAt(opened);
        const message = `\`${bracket}\` is not closed; an expression ends with its line`;
        throw new Refusal(message, {start: opened, end: opened + 1});
      }
      if (this.code === termination) break;
      if (items.length > commas) this.#unexpected();
      items.push(this.gobbleExpression());
      if (this.char === ',') {
        this.index++;
        commas++;
      }
    }
    this.index++;
    return {items, commas};
  }

  #unexpected(): never {
    const start = this.index;
    const rest = this.expr.slice(start);
    if (rest === '' || rest.startsWith('#')) {
      const end = Math.max(1, this.#tokenEnd);
      throw new Refusal('the expression ends too early', {start: end - 1, end});
    }
    const placeholder = /^(?:\{\{.*?\}\}|\{%.*?%\}|\{.*?\})/.exec(rest)?.[0];
    if (placeholder !== undefined) {
      const place = {start, end: start + placeholder.length, code: 'expression/placeholder'} as const;
      throw new Refusal('a placeholder can be read only once a template instance has filled it', place);
    }
    const known = rest.startsWith('==') ? undefined : foreign.find(([wrong]) => rest.startsWith(wrong));
    if (known !== undefined) {
      const [wrong, right] = known;
      const place = {start, end: start + wrong.length, suggestion: right};
      throw new Refusal(`\`${wrong}\` is no operator here; write \`${right}\``, place);
    }
    const word = matchAt(identifierPattern, rest, 0) ?? String.fromCodePoint(rest.codePointAt(0) ?? 32);
    throw new Refusal(`unexpected \`${word}\``, {start, end: start + word.length});
  }
}
