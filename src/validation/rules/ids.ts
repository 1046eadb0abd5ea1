import type {Diagnostic} from '../../base/diagnostic.ts';
import {partialId} from '../../base/ids.ts';
import {slug} from '../../templates/slug.ts';
import {isJob, type Unit} from '../../units/unit.ts';
import {gap} from '../gaps.ts';
import {finding, type Rule, type Subject} from '../rule.ts';
import {placeOfId} from '../where.ts';

/** Records' values are made fit for an id; what the author wrote around them is not. */
function* oddIds({written}: Subject): Iterable<Diagnostic> {
  for (const {job} of written) {
    const id = partialId(job.id);
    const plain = id.replaceAll(gap, 'x');
    // Spaces are told of where the id is read, namespaces too.
    if (slug(plain) === plain || /\s|::/.test(plain)) continue;
    const [odd = ''] = [...plain].filter((letter) => slug(letter) !== letter);
    yield finding({
      code: 'unit/odd-id',
      severity: 'warning',
      message: `The character ${odd} means something to a shell or in a pattern: in an id it asks for trouble.`,
      span: placeOfId(job),
      suggestion: id.includes(gap) ? undefined : slug(plain),
    });
  }
}

/** What a line of a plan names by its id: jobs and templates. Other kinds are named by fields of their own. */
function* sharedIds({set}: Subject): Iterable<Diagnostic> {
  const known = new Map<string, Unit>();
  for (const unit of set.units) {
    if (unit.kind === 'packaging meta-data') continue;
    const first = known.get(unit.id);
    if (first === undefined) known.set(unit.id, unit);
    else if (first.kind !== unit.kind) yield shared(first, unit);
  }
}

function shared(first: Unit, second: Unit): Diagnostic {
  const isSelected = [first, second].every((unit) => isJob(unit) || unit.kind === 'template');
  const effect = isSelected ? 'a line of a plan selects both' : 'Checkbox takes one of them for the other';
  return {
    code: 'catalog/shared-id',
    severity: isSelected ? 'warning' : 'advice',
    message: `${second.id} is the id of a ${first.kind} too: ${effect}.`,
    span: placeOfId(second),
    related: [{message: `the ${first.kind} is here`, span: placeOfId(first)}],
  };
}

/** Ids that are hard to name, or that name two things. */
export const ids: Rule = function* (subject): Iterable<Diagnostic> {
  yield* oddIds(subject);
  yield* sharedIds(subject);
};
