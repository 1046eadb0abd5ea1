import {describe, expect, it} from 'vitest';
import type {ResourceRecord, ResourceState} from '../../src/expressions/environment.ts';
import {fc} from '../helpers/property.ts';
import {evaluate, known} from './run.ts';

/*
 * A second, slow reading of the rules: the line becomes an *or* of *and*s of atoms; each *and* is tried with every
 * combination of the records of the names in it. -1 false or cannot match, 0 unknown, 1 true.
 */
type Truth = -1 | 0 | 1;

type Tree =
  | {readonly op: 'and' | 'or'; readonly parts: readonly Tree[]}
  | {readonly op: 'not'; readonly part: Tree}
  | {readonly op: 'same'; readonly left: Place; readonly right: Place}
  | {readonly op: 'is'; readonly place: Place; readonly values: readonly string[]; readonly written: '==' | 'in'}
  | {readonly op: 'below'; readonly place: Place; readonly limit: number};

interface Place {
  readonly name: string;
  readonly key: string;
}

type Atom = Extract<Tree, {readonly op: 'same' | 'is' | 'below'}>;

interface Literal {
  readonly atom: Atom;
  readonly negated: boolean;
}

const names = ['a', 'b', 'c'];
const place = fc.record({name: fc.constantFrom(...names), key: fc.constantFrom('k', 'l', 'm', 'zz')});
const value = fc.constantFrom('1', '2', 'x');
const {tree} = fc.letrec<{tree: Tree; atom: Tree}>((tie) => ({
  atom: fc.oneof(
    fc.record({op: fc.constant('same' as const), left: place, right: place}),
    fc.record({op: fc.constant('is' as const), place, values: fc.tuple(value), written: fc.constant('==' as const)}),
    fc.record({
      op: fc.constant('is' as const),
      place,
      values: fc.array(value, {maxLength: 3}),
      written: fc.constant('in' as const),
    }),
    fc.record({op: fc.constant('below' as const), place, limit: fc.constantFrom(1, 2, 3)}),
  ),
  tree: fc.oneof(
    {maxDepth: 3},
    tie('atom'),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('tree'), {minLength: 2, maxLength: 3}),
    }),
    fc.record({op: fc.constant('not' as const), part: tie('tree')}),
  ),
}));

const record = fc.record({k: value, l: value, m: value}, {requiredKeys: ['k']});
const plainState = fc.oneof(
  {weight: 6, arbitrary: fc.array(record, {maxLength: 4}).map((records): ResourceState => known(...records))},
  {
    weight: 1,
    arbitrary: fc
      .array(record, {maxLength: 2})
      .map((records): ResourceState => ({...known(...records), partial: 'cut'}) as ResourceState),
  },
  {weight: 1, arbitrary: fc.constant<ResourceState>({state: 'unknown', reason: 'failed'})},
  // Enough records for the indexes to be used.
  {
    weight: 2,
    arbitrary: fc.array(record, {minLength: 14, maxLength: 18}).map((records): ResourceState => known(...records)),
  },
);

function write(part: Tree): string {
  switch (part.op) {
    case 'and':
    case 'or':
      return `(${part.parts.map(write).join(` ${part.op} `)})`;
    case 'not':
      return `not (${write(part.part)})`;
    case 'same':
      return `${part.left.name}.${part.left.key} == ${part.right.name}.${part.right.key}`;
    case 'is': {
      const {name, key} = part.place;
      const values = part.values.map((text) => `'${text}'`);
      return part.written === '==' ? `${name}.${key} == ${values[0]}` : `${name}.${key} in [${values.join(', ')}]`;
    }
    case 'below':
      return `int(${part.place.name}.${part.place.key}) < ${part.limit}`;
  }
}

function alternatives(part: Tree, negated: boolean): readonly (readonly Literal[])[] {
  if (part.op === 'not') return alternatives(part.part, !negated);
  if (part.op === 'same' || part.op === 'is' || part.op === 'below') return [[{atom: part, negated}]];
  const parts = part.parts.map((inner) => alternatives(inner, negated));
  if ((part.op === 'or') !== negated) return parts.flat();
  return parts.reduce<readonly (readonly Literal[])[]>(
    (all, next) => all.flatMap((left) => next.map((right) => [...left, ...right])),
    [[]],
  );
}

function placesOf(atom: Atom): readonly Place[] {
  return atom.op === 'same' ? [atom.left, atom.right] : [atom.place];
}

type Assignment = ReadonlyMap<string, ResourceRecord | 'unseen'>;
type States = ReadonlyMap<string, ResourceState>;

/** The text at a place, or -1 where this record cannot match, or 0 where nobody knows. */
function read({name, key}: Place, assignment: Assignment, states: States): string | -1 | 0 {
  const bound = assignment.get(name);
  if (bound === undefined || bound === 'unseen') return 0;
  const found = bound[key];
  if (typeof found === 'string') return found;
  const state = states.get(name);
  return state?.state === 'known' && state.records.some((other) => key in other) ? -1 : 0;
}

function truthOf({atom, negated}: Literal, assignment: Assignment, states: States): Truth {
  const texts = placesOf(atom).map((at) => read(at, assignment, states));
  if (texts.includes(-1)) return -1;
  if (texts.includes(0)) return 0;
  const [first] = texts;
  if (typeof first !== 'string') return 0;
  if (atom.op === 'below' && !/^[0-9]+$/.test(first)) return -1;
  const plain =
    atom.op === 'same'
      ? first === texts[1]
      : atom.op === 'is'
        ? atom.values.includes(first)
        : Number(first) < atom.limit;
  return plain === negated ? -1 : 1;
}

function assignments(wanted: readonly string[], states: States): readonly Assignment[] {
  return wanted.reduce<readonly Assignment[]>(
    (all, name) => {
      const state = states.get(name);
      const seen = state?.state === 'known' ? state.records : [];
      const unseen = state?.state !== 'known' || state.partial !== undefined ? (['unseen'] as const) : [];
      return all.flatMap((before) => [...seen, ...unseen].map((bound) => new Map(before).set(name, bound)));
    },
    [new Map()],
  );
}

function slowly(part: Tree, states: States): Truth {
  let best: Truth = -1;
  for (const literals of alternatives(part, false)) {
    const wanted = [...new Set(literals.flatMap(({atom}) => placesOf(atom).map(({name}) => name)))];
    for (const assignment of assignments(wanted, states)) {
      const truths = literals.map((literal) => truthOf(literal, assignment, states));
      const all: Truth = truths.includes(-1) ? -1 : truths.includes(0) ? 0 : 1;
      if (all > best) best = all;
    }
  }
  return best;
}

describe('the solver', () => {
  it('answers as trying every combination would', () => {
    const states = fc.tuple(plainState, plainState, plainState);
    fc.assert(
      fc.property(tree, states, (part, [a, b, c]) => {
        fc.pre(alternatives(part, false).length <= 60);
        const bindings: States = new Map([
          ['a', a],
          ['b', b],
          ['c', c],
        ]);
        const expected = new Map<Truth, unknown>([
          [-1, false],
          [0, 'unknown'],
          [1, true],
        ]).get(slowly(part, bindings));
        expect({text: write(part), value: evaluate(write(part), bindings).value}).toEqual({
          text: write(part),
          value: expected,
        });
      }),
      {numRuns: 1500},
    );
  });
});
