import type {Diagnostic} from '../../base/diagnostic.ts';
import {namespaceOf} from '../../base/ids.ts';
import type {Reference} from '../../catalog/references.ts';
import {byNamespace} from '../neighbours.ts';
import type {Rule} from '../rule.ts';

/** Namespaces that units name and of which no provider is loaded: whether their ids are right cannot be told. */
export const namespaces: Rule = function* (subject): Iterable<Diagnostic> {
  const beside = byNamespace(subject.neighbours);
  const named = new Map<string, Reference[]>();
  for (const reference of subject.references) {
    const namespace = namespaceOf(reference.id);
    if (!subject.absent.has(namespace)) continue;
    const known = named.get(namespace);
    if (known === undefined) named.set(namespace, [reference]);
    else known.push(reference);
  }
  for (const [namespace, [first, ...more]] of named) {
    if (first === undefined) continue;
    const [folder] = beside.get(namespace) ?? [];
    const advice =
      folder === undefined ? 'give its folder with --provider DIR or on PROVIDERPATH' : `add --provider ${folder}`;
    const places = new Set([first, ...more].map(({span: {file, start}}) => `${file.path} ${start}`));
    const count = places.size === 1 ? '' : ` (in ${places.size} places)`;
    yield {
      code: 'catalog/namespace-not-loaded',
      severity: 'advice',
      message: `No provider of the namespace ${namespace} is loaded, so what is named there is not checked${count}: ${advice}.`,
      span: first.span,
    };
  }
};
