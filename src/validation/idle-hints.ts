import type {Diagnostic} from '../base/diagnostic.ts';
import {qualify} from '../base/ids.ts';
import {referencesOf} from '../catalog/references.ts';
import type {Unit} from '../units/unit.ts';

/** Takes away the suggestion of the unit itself, or of what its field names already: that is not what was meant. */
export function withoutIdleHints(): (wrong: Diagnostic, from: Unit, field: string) => Diagnostic {
  const known = new Map<Unit, ReadonlySet<string>>();
  return (wrong, from, field) => {
    const {suggestion, ...rest} = wrong;
    if (suggestion === undefined) return wrong;
    const id = qualify(suggestion, from.record.origin.namespace);
    const named = known.get(from) ?? new Set(referencesOf(from).map((one) => `${one.field} ${one.id}`));
    known.set(from, named);
    return id === from.id || named.has(`${field} ${id}`) ? rest : wrong;
  };
}
