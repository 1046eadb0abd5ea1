import type {UnitRecord} from '../../src/units/record.ts';
import {writtenName} from '../../src/units/record-access.ts';
import type {Value} from '../../src/units/value.ts';

/** Words that some YAML reader takes for something other than text. */
const notText = /^(?:null|true|false|yes|no|on|off|y|n|~|[-+.]?(?:\d|inf|nan).*|<<|=)$/i;

/** Text that means itself without quotes, in a map or a list, for YAML 1.1 and 1.2. */
const plain =
  /^[A-Za-z0-9_/.$](?:[A-Za-z0-9_/.$()+=;^~<>'"*&|!%@-]|:(?=[^\s:])|::(?=[^\s:]))*(?: (?:[A-Za-z0-9_/.$()+=;^~<>'"*&|!%@-]|:(?=[^\s:])|::(?=[^\s:]))+)*$/;

const blockSafe = /^[\t\n -~\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;

function printPlain(text: string): string {
  return plain.test(text) && !notText.test(text) ? text : JSON.stringify(text).replaceAll('\u2028', '\\u2028');
}

/** Readable lines where the text allows it: leading spaces and line ends at the edges need a quoted one. */
function printText(text: string, indent: string): string {
  if (!text.includes('\n') || /^[\n\t ]|\n$/.test(text) || !blockSafe.test(text)) return printPlain(text);
  const lines = text.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
  return `|\n${lines.join('\n')}`;
}

/** Behind a `key:` or a dash, whose children are indented by `indent`. */
function printValue(value: Value, indent: string): string {
  switch (value.type) {
    case 'text':
      return ` ${printText(value.text.text, indent)}`;
    case 'scalar':
      return value.value === null ? '' : ` ${value.raw}`;
    case 'list': {
      if (value.items.length === 0) return ' []';
      const items = value.items.map((item) => `\n${indent}-${printValue(item, `${indent}  `)}`);
      return items.join('');
    }
    case 'map': {
      if (value.entries.length === 0) return ' {}';
      const entries = value.entries.map(
        ({key, value: inner}) => `\n${indent}${printPlain(key)}:${printValue(inner, `${indent}  `)}`,
      );
      return entries.join('');
    }
  }
}

/** The record as one YAML document that reads back as the same fields, with a line end behind it and no `---`. */
export function printYaml(record: UnitRecord): string {
  const fields = [...record.fields.values()];
  return fields.map((field) => `${printPlain(writtenName(field))}:${printValue(field.value, '  ')}\n`).join('');
}
