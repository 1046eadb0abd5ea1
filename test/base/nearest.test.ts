import {describe, expect, it} from 'vitest';
import {nearest, nearestAll} from '../../src/base/nearest.ts';

const fields = ['command', 'description', 'depends', 'environ', 'user', 'id'];

describe('nearest', () => {
  it.each([
    ['comand', 'command'],
    ['commadn', 'command'],
    ['COMMAND', 'command'],
    ['dependz', 'depends'],
    ['usr', 'user'],
  ])('finds what %s was meant to be', (word, meant) => {
    expect(nearest(word, fields)).toBe(meant);
  });

  it('says nothing where nothing is near', () => {
    expect(nearest('environment', fields)).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
    expect(nearest('', fields)).toBeUndefined();
  });

  it('never offers the word itself', () => {
    expect(nearest('user', ['user', 'users'])).toBe('users');
  });

  it('counts a swap of neighbours as one step', () => {
    expect(nearest('nmae', ['name', 'nome'])).toBe('name');
  });

  it('orders by distance, then by name, and stops at the number asked for', () => {
    expect(nearestAll('res-b', ['res-d', 'res-c', 'res-bb', 'rex-dd'], 2)).toEqual(['res-bb', 'res-c']);
  });
});
