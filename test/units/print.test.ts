import {describe, expect, it} from 'vitest';
import {printPxu} from '../../src/units/print-pxu.ts';
import {makeField, recordOf, valueFromJson} from '../../src/units/record-access.ts';
import type {JsonValue} from '../../src/units/value.ts';
import {printYaml} from '../helpers/print-yaml.ts';
import {fc} from '../helpers/property.ts';
import {jsonOf, only, origin, pxu, yaml} from './helpers.ts';

const span = {file: {path: 'made', text: ''}, start: 0, end: 0};

const json: fc.Arbitrary<JsonValue> = fc.letrec<{value: JsonValue}>((tie) => ({
  value: fc.oneof(
    {maxDepth: 3},
    fc.string({unit: 'binary'}),
    fc.stringMatching(/^[ -~\n\t]*$/),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), {maxLength: 4}),
    fc.dictionary(fc.string(), tie('value'), {maxKeys: 4, noNullPrototype: true}),
  ),
})).value;

describe('printPxu', () => {
  it('prints each shape of value so that it reads back', () => {
    const text = 'id: a\nempty:\n_summary: A summary\ndotted: .\ncommand:\n one\n .\n   two\nodd: .\n row\n';
    const record = only(pxu(text));
    expect(printPxu(record)).toBe(text);
  });

  it('prints lists as lines and maps as JSON', () => {
    const record = only(yaml('flags: [a, 1]\nnothing:\nbench: {usb: stick}\n'));
    expect(printPxu(record)).toBe('flags:\n a\n 1\nnothing:\nbench:\n {\n  "usb": "stick"\n }\n');
  });

  it('gives back any record that was read', () => {
    const line = fc.oneof(
      fc.stringMatching(/^[a-c_: .#\t]{0,8}$/),
      fc.constantFrom('key: value', ' more', '\tmore', ' .', '', '#x', '_a:', ' \u00a0x'),
    );
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        for (const record of pxu(lines.join(end)).value) {
          const again = pxu(printPxu(record));
          expect([jsonOf(again), again.diagnostics]).toEqual([jsonOf({value: [record], diagnostics: []}), []]);
        }
      }),
      {numRuns: 2000},
    );
  });
});

describe('printYaml', () => {
  it('prints readable YAML', () => {
    const text = [
      'id: disk/read',
      'category_id: com.canonical.plainbox::disk',
      'requires: device.category == \'CDROM\' and x in ["a"]',
      'answer: "yes"',
      'command: |',
      '  one',
      '',
      '  # two',
      'flags:',
      '  - simple',
      'timeout: 1.50',
      'bench:',
      '  usb-a: stick',
      'none:',
      'empty: []',
      '',
    ];
    text[2] = 'requires: device.category == \'CDROM\' and x == "a"';
    const source = text.join('\n');
    expect(printYaml(only(yaml(source)))).toBe(source);
  });

  it('gives back any value', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z][a-z:# _-]{0,6}$/), json, {minKeys: 1, maxKeys: 4}),
        (fields) => {
          const made = Object.entries(fields).map(([name, value]) => makeField(name, valueFromJson(value, span)));
          const again = yaml(printYaml(recordOf(made, {origin, span})));
          const errors = again.diagnostics.filter(
            ({code}) => !['syntax/invalid-utf8', 'syntax/noncharacter'].includes(code),
          );
          expect([errors, jsonOf(again)]).toEqual([[], [{...fields}]]);
        },
      ),
      {numRuns: 500},
    );
  });

  it('gives back any record of .pxu', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[ a-c:#'"|>-]{0,10}$/)), (lines) => {
        const record = pxu(`key:\n${lines.map((line) => ` ${line}x`).join('\n')}\n`);
        expect(jsonOf(yaml(printYaml(only(record))))).toEqual(jsonOf(record));
      }),
    );
  });
});
