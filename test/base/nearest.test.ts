import {describe, expect, it} from 'vitest';
import {nearest, nearestAll} from '../../src/base/nearest.ts';
import {fc} from '../helpers/property.ts';

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

  it('finds what comparing letter by letter with every candidate finds', () => {
    const word = fc.string({unit: fc.constantFrom('a', 'b', 'c', '/'), maxLength: 9});
    fc.assert(
      fc.property(word, fc.uniqueArray(word), (meant, candidates) => {
        const limit = Math.max(1, Math.floor(meant.length / 3));
        const scored = candidates
          .filter((candidate) => candidate !== meant)
          .map((candidate) => ({candidate, cost: steps(meant, candidate)}))
          .filter(({cost}) => cost <= limit)
          .sort((a, b) => a.cost - b.cost || (a.candidate < b.candidate ? -1 : 1));
        expect(nearestAll(meant, candidates)).toEqual(scored.slice(0, 3).map(({candidate}) => candidate));
      }),
    );
  });
});

/** The distance by its definition. */
function steps(a: string, b: string): number {
  const costs = new Map<string, number>();
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      const at = (x: number, y: number): number => costs.get(`${x} ${y}`) ?? Math.max(x, y);
      let cost = Math.max(i, j);
      if (i > 0 && j > 0) {
        cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          cost = Math.min(cost, at(i - 2, j - 2) + 1);
      }
      costs.set(`${i} ${j}`, cost);
    }
  }
  return costs.get(`${a.length} ${b.length}`) ?? 0;
}
