import type {FunctionName} from './ast.ts';
import {type GlobPattern, matchesGlob} from './glob.ts';
import {type Fault, includes, isList, kindOf, noMatch, show, truthy, type Value} from './value.ts';

/** Python itself refuses to read more digits than this. */
const maxDigits = 4300;

const integerText = /^[+-]?[0-9](?:_?[0-9])*$/;
const digitRun = '[0-9](?:_?[0-9])*';
const floatText = new RegExp(
  `^[+-]?(?:(?:${digitRun}(?:\\.(?:${digitRun})?)?|\\.${digitRun})(?:e[+-]?${digitRun})?|inf|infinity|nan)$`,
  'i',
);

function toInteger(value: Value): Value | Fault {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? Math.trunc(value) : noMatch(`int() cannot read ${show(value)}`);
  }
  const text = typeof value === 'string' && value.length <= maxDigits ? value.trim() : '';
  if (!integerText.test(text)) return noMatch(`int() cannot read ${show(value)}`);
  const digits = text.replaceAll('_', '');
  const number = Number(digits);
  if (Number.isSafeInteger(number)) return number;
  return digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits.replace('+', ''));
}

function toFloat(value: Value): Value | Fault {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  const text = typeof value === 'string' && value.length <= maxDigits ? value.trim() : '';
  if (!floatText.test(text)) return noMatch(`float() cannot read ${show(value)}`);
  const word = /inf|nan/i.exec(text)?.[0].toLowerCase();
  if (word === undefined) return Number(text.replaceAll('_', ''));
  if (word === 'nan') return Number.NaN;
  return text.startsWith('-') ? -Infinity : Infinity;
}

function toText(value: Value): Value | Fault {
  if (typeof value === 'string') return value;
  return isList(value) ? noMatch('str() of a list has no one spelling') : show(value);
}

function length(value: Value): Value | Fault {
  if (isList(value)) return value.length;
  if (typeof value !== 'string') return noMatch(`len() of ${kindOf(value)}`);
  let count = value.length;
  for (let index = 0; index + 1 < value.length; index++) {
    const code = value.codePointAt(index) ?? 0;
    if (code > 0xffff) {
      count--;
      index++;
    }
  }
  return count;
}

function onText(name: string, value: Value, apply: (text: string) => Value): Value | Fault {
  return typeof value === 'string' ? apply(value) : noMatch(`${name}() of ${kindOf(value)}`);
}

function hasAffix(name: 'startswith' | 'endswith', value: Value, affix: Value): Value | Fault {
  const affixes = isList(affix) ? affix : [affix];
  const texts = affixes.filter((item) => typeof item === 'string');
  if (texts.length < affixes.length) return noMatch(`${name}() looks for text, not for ${kindOf(affix)}`);
  return onText(name, value, (text) =>
    texts.some((item) => (name === 'startswith' ? text.startsWith(item) : text.endsWith(item))),
  );
}

function contains(container: Value, item: Value): Value | Fault {
  return includes(container, item) ?? noMatch(`contains() cannot look for ${kindOf(item)} in ${kindOf(container)}`);
}

/** Applies a function to one argument. */
export function callOne(name: FunctionName, value: Value): Value | Fault {
  switch (name) {
    case 'int':
      return toInteger(value);
    case 'float':
      return toFloat(value);
    case 'bool':
      return truthy(value);
    case 'str':
      return toText(value);
    case 'len':
      return length(value);
    case 'lower':
      return onText(name, value, (text) => text.toLowerCase());
    case 'upper':
      return onText(name, value, (text) => text.toUpperCase());
    case 'startswith':
    case 'endswith':
    case 'contains':
    case 'matches':
      throw new Error(`Internal error: ${name} takes two arguments`);
  }
}

/** Applies a function to two arguments. */
export function callTwo(name: 'startswith' | 'endswith' | 'contains', value: Value, other: Value): Value | Fault {
  return name === 'contains' ? contains(value, other) : hasAffix(name, value, other);
}

export function callMatches(value: Value, pattern: GlobPattern): Value | Fault {
  return onText('matches', value, (text) => matchesGlob(text, pattern));
}
