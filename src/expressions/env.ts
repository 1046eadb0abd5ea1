import type {QuantifierExpr} from './ast.ts';
import {type Domain, domainOf} from './domain.ts';
import type {ResourceRecord} from './environment.ts';
import type {Fault, Value} from './value.ts';

/** Combinations of records that are tried for one line before it is given up as unknown. */
const maxCombinations = 10_000_000;

/** Record numbers by the value of one expression. `always` are those whose value has no key to look up. */
export interface Buckets {
  readonly buckets: ReadonlyMap<string | number | bigint, readonly number[]>;
  readonly always: readonly number[];
}

/** Undefined where no record has a value, so that all of them have to be asked why. */
export type RecordIndex = Buckets | undefined;

/** One evaluation under way. A slot is a name's place: each free name of a line has one, each quantified name another. */
export interface Env {
  readonly domains: readonly Domain[];
  /** The record each slot stands for just now, or the fault that stands for records nobody has seen. */
  readonly bound: (ResourceRecord | Fault | undefined)[];
  /** The number of that record, -1 for an unseen one or none. */
  readonly numbers: number[];
  budget: number;
}

/** Whether something holds; a fault is always an unknown one. */
export type Outcome = boolean | Fault;

export type ValueOf = (env: Env) => Value | Fault;

/** A fault may be `no-match` or `unknown`. */
export type Test = (env: Env) => boolean | Fault;

/** Where names find their slots while a line is compiled. */
export interface Scope {
  readonly slots: ReadonlyMap<string, number>;
  /** The name of every slot made so far; compiling a quantifier adds one. */
  readonly names: string[];
  readonly compileQuantifier: (expr: QuantifierExpr, scope: Scope) => ValueOf;
}

export const overBudget: Fault = {
  fault: 'unknown',
  reason: `still undecided after ${maxCombinations} combinations of records`,
};

/** The slots of an expression: the name of each; the first `free` are bound together, the others by quantifiers. */
export interface Slots {
  readonly names: readonly string[];
  readonly free: number;
}

/** A quantified name always stands for every record. */
function domainAt(name: string, isFree: boolean, domains: ReadonlyMap<string, Domain>): Domain {
  const domain = domains.get(name) ?? domainOf(name, undefined);
  return isFree || domain.only === undefined ? domain : {...domain, only: undefined};
}

/** An environment in which nothing is bound yet; a name without a domain is unknown. */
export function envFor({names, free}: Slots, domains: ReadonlyMap<string, Domain>): Env {
  return {
    domains: names.map((name, slot) => domainAt(name, slot < free, domains)),
    bound: names.map(() => undefined),
    numbers: names.map(() => -1),
    budget: maxCombinations,
  };
}
