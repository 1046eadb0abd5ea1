import {nearest} from '../../base/nearest.ts';
import {paint} from '../../base/paint.ts';
import {oneLine} from '../../runners/headless/words.ts';
import {harmless} from '../../runners/process/harmless.ts';
import type {Expansion, Instance} from '../../templates/expansion.ts';
import {printPxu} from '../../units/print-pxu.ts';
import {makeField, recordOf} from '../../units/record-access.ts';
import type {CliContext} from '../context.ts';
import type {Style} from '../output.ts';
import {usageError} from '../usage-error.ts';
import {colours} from './expansion-text.ts';

/** Every unit as it would stand in a file, with the record it comes from above it. */
export function fullLines({instances, resource}: Expansion, style: Style): readonly string[] {
  return instances.flatMap(({id, record, content}) => [
    paint(`# ${oneLine(id)}, from record ${record} of ${resource}`, colours.faint, style),
    ...harmless(printPxu(content)).split('\n'),
  ]);
}

/** One field of every unit, behind the unit's id. */
export function fieldLines(context: CliContext, {instances}: Expansion, name: string): readonly string[] {
  const written = name.replace(/^_/, '');
  const names = new Set(instances.flatMap(({content}) => [...content.fields.keys()]));
  if (instances.length > 0 && !names.has(written)) {
    const message = `no unit of this template has a field ${name}`;
    throw usageError(context.words, {
      code: 'usage/unknown-field',
      message,
      word: name,
      suggestion: nearest(written, names),
    });
  }
  return instances.flatMap((instance) => fieldOf(instance, written));
}

function fieldOf({id, content}: Instance, name: string): readonly string[] {
  const field = content.fields.get(name);
  if (field === undefined) return [`${oneLine(id)}: (none)`];
  const printed = printPxu(recordOf([makeField(oneLine(id), field.value)], content));
  return harmless(printed).trimEnd().split('\n');
}
