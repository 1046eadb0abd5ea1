import type {Diagnostic} from '../base/diagnostic.ts';
import type {Span} from '../base/source.ts';
import type {Subject} from './rule.ts';

const code = 'catalog/namespace-incomplete';

/** That something is named which a provider beside those loaded may have. All of a namespace are told as one. */
export function unchecked({partial}: Subject, namespace: string, span: Span): Diagnostic {
  const [first = '', ...more] = partial.get(namespace) ?? [];
  const others = more.length === 0 ? '' : ` and ${more.length} more beside it`;
  const message = `Not every provider of the namespace ${namespace} is loaded, so what is named and unknown there is not checked: add --provider ${first}${others}.`;
  return {code, severity: 'advice', message, span};
}

export function isUnchecked(diagnostic: Diagnostic): boolean {
  return diagnostic.code === code;
}

/** One advice of each namespace, at the first place, with the number of places. */
export function gatherUnchecked(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const counts = new Map<string, number>();
  for (const {code: found, message} of diagnostics) {
    if (found === code) counts.set(message, (counts.get(message) ?? 0) + 1);
  }
  return diagnostics.flatMap((diagnostic) => {
    if (!isUnchecked(diagnostic)) return [diagnostic];
    const count = counts.get(diagnostic.message) ?? 0;
    counts.delete(diagnostic.message);
    if (count === 0) return [];
    const places = count === 1 ? '1 place' : `${count} places`;
    return [{...diagnostic, message: diagnostic.message.replace('not checked', `not checked in ${places}`)}];
  });
}
