import type {Place} from './place.ts';

/** A value made of these goes into a command as it is. */
const plain = /^[A-Za-z0-9_./:@%+=,-]*$/;
const braced = /\{+[\w./:@%+=-]+\}+/g;
const operand = /^[A-Za-z0-9_./:@%+,-]*$/;
const name = /^\w*$/;

/** Longer values would not fit a command line. */
const longest = 65_536;

/** A value's form in a script, or why it cannot be put there. `changed` when the shell's syntax asked for quotes. */
export type Quoted =
  | {readonly ok: true; readonly text: string; readonly changed: boolean}
  | {readonly ok: false; readonly because: string};

interface QuoteOptions {
  /** False where the value comes from hardware: its text never names a program to run. */
  readonly mayRun: boolean;
}

export function isPlain(value: string): boolean {
  return plain.test(value);
}

const refuse = (because: string): Quoted => ({ok: false, because});
const keep = (text: string): Quoted => ({ok: true, text, changed: false});
const change = (text: string): Quoted => ({ok: true, text, changed: true});

/** The value as the shell must read it at this place for it to be nothing but that value. */
export function quoteFor(place: Place, value: string, options: QuoteOptions): Quoted {
  if (value.length > longest) return refuse(`it is ${value.length} characters long, the most is ${longest}`);
  if (value.includes('\0')) return refuse('it holds a NUL character');
  const broken = demandBroken(place, value) ?? runBroken(place, value, options) ?? bodyBroken(place, value);
  if (broken !== undefined) return refuse(broken);
  if (plain.test(value)) return needsQuotes(place, value) ? change(singleQuoted(value)) : keep(value);
  return place.demand?.kind === 'inert' ? keep(value) : quoteOdd(place, value);
}

function demandBroken({demand, assigned}: Place, value: string): string | undefined {
  if (demand === undefined) return undefined;
  if (demand.kind === 'inert') return plain.test(value) || isInert(value) ? undefined : demand.because;
  const accepted = {plain, arithmetic: operand, name}[demand.kind];
  const named = assigned !== undefined && (value.match(/[A-Za-z_]\w*/g) ?? []).some((word) => assigned.has(word));
  return accepted.test(value) && !named ? undefined : demand.because;
}

function isInert(value: string): boolean {
  return plain.test(value.replace(braced, '')) && !/,|\.\./.test(value);
}

/** Words that change what the words after them mean. */
const starters =
  /^(?:if|then|else|elif|fi|do|done|case|esac|while|until|for|select|function|time|coproc|eval|exec|source|\.|trap|alias|command|builtin|env|sudo|su|ssh|xargs|(?:ba|da|z|k|a)?sh)$/;

function runBroken(place: Place, value: string, options: QuoteOptions): string | undefined {
  if (place.runs === undefined || value === '') return undefined;
  if (!options.mayRun) return 'it stands where the shell expects the program to run';
  if (!plain.test(value) || value.includes('=') || starters.test(value.slice(value.lastIndexOf('/') + 1))) {
    return 'it stands where the shell expects the program to run, and it is not the bare name of one';
  }
  return undefined;
}

function bodyBroken(place: Place, value: string): string | undefined {
  if (place.quoting !== 'here' && place.quoting !== 'here-quoted') return undefined;
  if (/[\r\n]/.test(value)) return 'it has several lines, and one of them could end the here-document';
  if (place.delimiter?.includes(value)) return `its line could be ${place.delimiter}, which ends the here-document`;
  return undefined;
}

function needsQuotes(place: Place, value: string): boolean {
  if (place.quoting !== 'bare' || place.demand !== undefined) return false;
  if (value === '' || value === 'esac') return place.needsWord === true;
  if (place.inBraces && /,|\.\./.test(value)) return true;
  return place.beforeRedirection === true && /^\d+$/.test(value);
}

function singleQuoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

function quoteOdd(place: Place, value: string): Quoted {
  switch (place.quoting) {
    case 'bare':
      if (place.joinsVariable) return refuse('a $ before it would read it as an expansion');
      return change(singleQuoted(value));
    case 'double':
      if (!place.joinsVariable && !/[\\$"`]/.test(value)) return keep(value);
      return change(`"${singleQuoted(value)}"`);
    case 'single':
      return value.includes("'") ? change(value.replaceAll("'", `'\\''`)) : keep(value);
    case 'ansi':
      return /['\\]/.test(value) ? refuse("shells disagree on quotes and backslashes in $'…'") : keep(value);
    case 'here-quoted':
      return keep(value);
    case 'here':
      return quoteInBody(place, value);
    case 'comment':
      return change(value.replace(/[^\w ./:@%+=,-]/g, '_'));
  }
}

function quoteInBody(place: Place, value: string): Quoted {
  if (place.joinsVariable) return refuse('a $ before it would read it as an expansion');
  if (!/[\\$`]/.test(value)) return keep(value);
  // In an encoding such as Big5 a byte of a character before it would swallow the backslash.
  if (/[^\x20-\x7e]/.test(value)) return refuse('its characters cannot be escaped in every encoding');
  return change(value.replace(/[\\$`]/g, '\\$&'));
}
