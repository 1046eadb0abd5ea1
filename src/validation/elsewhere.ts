import type {Diagnostic} from '../base/diagnostic.ts';
import type {SourceFile} from '../base/source.ts';
import type {UnitSet} from '../catalog/unit-set.ts';

/** One may be a mistake; several that nothing here resembles are what another provider of the namespace has. */
const fewest = 2;

/** For each namespace with unknown resources like that, at the first of them, that a provider may be missing. */
export function hintsElsewhere({units}: UnitSet, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const unknown = found.filter(
    ({code, suggestion}) => code === 'expression/unknown-resource' && suggestion === undefined,
  );
  if (unknown.length < fewest) return [];
  const namespaces = new Map<SourceFile, string>(units.map(({span, record}) => [span.file, record.origin.namespace]));
  const byNamespace = new Map<string, Map<string, Diagnostic>>();
  for (const diagnostic of unknown) {
    const {file, start, end} = diagnostic.span;
    const namespace = namespaces.get(file) ?? '';
    const known = byNamespace.get(namespace) ?? new Map<string, Diagnostic>();
    const name = file.text.slice(start, end);
    byNamespace.set(namespace, known.set(name, known.get(name) ?? diagnostic));
  }
  return [...byNamespace].flatMap(([namespace, names]): Diagnostic[] => {
    const [first] = names.values();
    if (first === undefined || names.size < fewest) return [];
    const message = `${names.size} resources are unknown, such as ${[...names.keys()].slice(0, 3).join(', ')}: if other providers of ${namespace} have them, load those too with --provider DIR.`;
    return [{code: 'catalog/namespace-incomplete', severity: 'advice', message, span: first.span}];
  });
}
