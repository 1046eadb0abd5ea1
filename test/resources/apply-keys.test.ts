import {describe, expect, it} from 'vitest';
import {typedValue} from '../../src/resources/apply-keys.ts';

describe('typedValue', () => {
  it.each([
    ['17', 'integer', 17],
    [' -3 ', 'integer', -3],
    ['1.0', 'integer', undefined],
    ['0x10', 'integer', undefined],
    ['9007199254740993', 'integer', undefined],
    ['1.5', 'number', 1.5],
    ['.5e3', 'number', 500],
    ['1e999', 'number', undefined],
    ['', 'number', undefined],
    ['True', 'boolean', true],
    ['no', 'boolean', false],
    ['0', 'boolean', false],
    ['maybe', 'boolean', undefined],
    ['a b  c', 'list', ['a', 'b', 'c']],
    ['a b, c', 'list', ['a b', 'c']],
    ['a, b\nc d\n', 'list', ['a, b', 'c d']],
    ['', 'list', []],
    [' as is ', 'string', ' as is '],
  ] as const)('%j as %s', (text, type, value) => {
    expect(typedValue(text, type)).toEqual(value);
  });
});
