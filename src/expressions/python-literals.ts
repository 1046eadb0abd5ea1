/** A literal that was read, the offset after it; or what is wrong with it and where. */
export type Scanned<T> =
  | {readonly ok: true; readonly value: T; readonly end: number}
  | {readonly ok: false; readonly message: string; readonly at: number};

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

const hexLengths: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** `at` is the offset of the backslash. */
function scanEscape(text: string, at: number): Scanned<string> {
  const letter = text.charAt(at + 1);
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return {ok: true, value: simple, end: at + 2};
  const hexLength = hexLengths.get(letter);
  if (hexLength !== undefined) {
    const digits = text.slice(at + 2, at + 2 + hexLength);
    const code = digits.length === hexLength && /^[0-9a-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : Infinity;
    if (code > 0x10ffff || isSurrogate(code)) return {ok: false, message: `\\${letter} escape names no character`, at};
    return {ok: true, value: String.fromCodePoint(code), end: at + 2 + hexLength};
  }
  const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
  if (octal !== undefined) {
    const code = Number.parseInt(octal, 8);
    // Python 3.12 warns above 0o377 and a later one will refuse it.
    if (code > 0o377) return {ok: false, message: 'octal escape names no byte', at};
    return {ok: true, value: String.fromCharCode(code), end: at + 1 + octal.length};
  }
  if (letter === 'N') return {ok: false, message: 'characters by name are not read; write \\u and four digits', at};
  // Python keeps the backslash of an escape it does not know.
  return {ok: true, value: '\\', end: at + 1};
}

export function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Without escapes, and not the beginning of triple quotes. */
const plainString = /(?!'''|""")(?:'[^'\\\n\r\0]*'|"[^"\\\n\r\0]*")/y;

/** Reads one quoted string; `at` is the offset of its quote. Escapes are Python's. */
export function scanString(text: string, at: number): Scanned<string> {
  const plain = matchAt(plainString, text, at);
  if (plain !== undefined) return {ok: true, value: plain.slice(1, -1), end: at + plain.length};
  const quote = text.charAt(at);
  if (text.startsWith(quote.repeat(3), at))
    return {ok: false, message: 'triple quotes are not read; use one quote', at};
  let value = '';
  let from = at + 1;
  for (let index = from; index < text.length; ) {
    const char = text.charAt(index);
    if (char === quote) return {ok: true, value: value + text.slice(from, index), end: index + 1};
    if (char === '\n' || char === '\r' || char === '\0') break;
    if (char !== '\\') {
      index++;
      continue;
    }
    if (index + 1 >= text.length || /[\n\r]/.test(text.charAt(index + 1))) break;
    const escaped = scanEscape(text, index);
    if (!escaped.ok) return escaped;
    value += text.slice(from, index) + escaped.value;
    index = escaped.end;
    from = index;
  }
  return {ok: false, message: `this text has no closing ${quote}`, at};
}

const digits = '[0-9](?:_?[0-9])*';
const exponent = `[eE][+-]?${digits}`;
const floatPattern = new RegExp(
  `(?:${digits}\\.(?:${digits})?|\\.${digits})(?:${exponent})?|${digits}${exponent}`,
  'y',
);
const integerPattern =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?0)*(?![0-9_])|[1-9](?:_?[0-9])*/y;

/** Reads an unsigned number. Integers that a double does not hold exactly are refused rather than rounded. */
export function scanNumber(text: string, at: number): Scanned<{readonly value: number; readonly isFloat: boolean}> {
  const float = matchAt(floatPattern, text, at);
  const raw = float ?? matchAt(integerPattern, text, at);
  if (raw === undefined) return {ok: false, message: 'this is no number', at};
  const end = at + raw.length;
  if (/[A-Za-z0-9_.]/.test(text.charAt(end))) return {ok: false, message: 'this is no number', at};
  const value = Number(raw.replaceAll('_', ''));
  if (float === undefined && !Number.isSafeInteger(value)) return {ok: false, message: 'this number is too large', at};
  return {ok: true, value: {value, isFloat: float !== undefined}, end};
}
