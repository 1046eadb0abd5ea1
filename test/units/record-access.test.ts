import {describe, expect, it} from 'vitest';
import {
  fieldText,
  makeField,
  recordOf,
  recordToJson,
  textValue,
  valueFromJson,
  valueToJson,
  withField,
  withoutField,
  withValue,
} from '../../src/units/record-access.ts';
import {only, origin, pxu, yaml} from './helpers.ts';

const span = {file: {path: 'made', text: 'made'}, start: 0, end: 4};

describe('fieldText', () => {
  const record = only(yaml('text: a\nnumber: 0x10\nyes: true\nempty: ""\nnothing:\nlist: [a]\n'));

  it.each([
    ['text', 'a'],
    ['number', '0x10'],
    ['yes', 'true'],
    ['empty', undefined],
    ['nothing', undefined],
    ['list', undefined],
    ['absent', undefined],
  ])('of %s is %j', (name, expected) => {
    expect(fieldText(record, name)?.text).toBe(expected);
  });
});

describe('records as data', () => {
  it('have names without the translation mark', () => {
    expect(recordToJson(only(pxu('_summary: a\nid: b\n')))).toEqual({summary: 'a', id: 'b'});
  });

  it('come and go as JSON', () => {
    const json = {a: [1, true, null, 'x', {b: []}]};
    expect(valueToJson(valueFromJson(json, span))).toEqual(json);
  });
});

describe('changed records', () => {
  const record = only(pxu('id: a\n_summary: b\nflags: c\n'));

  it('keep the order of their fields and leave the first one alone', () => {
    const changed = withField(
      withField(record, makeField('_summary', textValue('new', span))),
      makeField('user', textValue('root', span)),
    );
    expect(Object.entries(recordToJson(changed))).toEqual([
      ['id', 'a'],
      ['summary', 'new'],
      ['flags', 'c'],
      ['user', 'root'],
    ]);
    expect(recordToJson(record)).toEqual({id: 'a', summary: 'b', flags: 'c'});
  });

  it('keep a name and its mark when only the value changes', () => {
    const field = withValue(record, 'summary', textValue('new', span)).fields.get('summary');
    expect(field).toMatchObject({translatable: true, nameSpan: {start: 6}, value: {text: {text: 'new', pieces: []}}});
  });

  it('lose a field, or are the same where they had none', () => {
    expect(recordToJson(withoutField(record, 'summary'))).toEqual({id: 'a', flags: 'c'});
    expect(withoutField(record, 'absent')).toBe(record);
  });

  it('are made of fields', () => {
    const made = recordOf([makeField('id', textValue('a', span)), makeField('_x', textValue('b', span))], {
      origin,
      span,
    });
    expect([recordToJson(made), made.span, made.allowed]).toEqual([{id: 'a', x: 'b'}, span, []]);
  });
});
