import type {AttributeExpr} from './ast.ts';
import type {ResourceRecord, ResourceState} from './environment.ts';
import {isPresent, nearestKey} from './presence.ts';
import {type Fault, noMatch} from './value.ts';

/**
 * The records that one name can stand for. `phantom` stands for records that nobody has seen: those of an unknown
 * resource, or those missing from a partial one; every key of it is unknown.
 */
export interface Domain {
  readonly name: string;
  readonly records: readonly ResourceRecord[];
  readonly phantom: Fault | undefined;
  /** A name that is not quantified stands for this record alone; the others still say which keys there are. */
  readonly only: number | undefined;
  readonly missing: Map<AttributeExpr, Fault>;
}

/** The states of the resources, by the name that stands in the expression. */
export type Bindings = ReadonlyMap<string, ResourceState>;

function unknown(reason: string): Fault {
  return {fault: 'unknown', reason};
}

export function domainOf(name: string, state: ResourceState | undefined): Domain {
  const base = {name, only: undefined, missing: new Map<AttributeExpr, Fault>()};
  if (state === undefined) {
    const phantom = unknown(`no resource of this name has been run: ${name}`);
    return {...base, records: [], phantom};
  }
  if (state.state === 'unknown') return {...base, records: [], phantom: unknown(`${name} is unknown: ${state.reason}`)};
  const phantom = state.partial === undefined ? undefined : unknown(`${name} is incomplete: ${state.partial}`);
  return {...base, records: state.records, phantom};
}

function describeMissing(domain: Domain, {key, keySpan, text}: AttributeExpr): Fault {
  if (isPresent(domain.records, key)) return noMatch(`${text}: this record has no key \`${key}\``);
  const near = nearestKey(domain.records, key);
  const hint = near === undefined ? '' : `; did you mean \`${near}\`?`;
  return {fault: 'unknown', reason: `no record of ${domain.name} has a key \`${key}\`${hint}`, span: keySpan};
}

/** What it means that a record lacks the key: no match where another record has it, unknown where none has. */
export function missingKey(domain: Domain, attribute: AttributeExpr): Fault {
  const known = domain.missing.get(attribute);
  if (known !== undefined) return known;
  const fault = describeMissing(domain, attribute);
  domain.missing.set(attribute, fault);
  return fault;
}
