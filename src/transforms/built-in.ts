import {isAllText} from '../units/record-access.ts';
import {afterSuspend, asksForSuspend} from './after-suspend.ts';
import {chunk} from './chunk.ts';
import {defaults} from './defaults.ts';
import {hasKeyedValue, keyedBy} from './keyed-by.ts';
import {matrix} from './matrix.ts';
import {runDescription} from './run-description.ts';
import type {FieldShape, RecordSchema} from './schema.ts';
import {type Scope, TransformSequence} from './sequence.ts';
import {siblings} from './siblings.ts';
import type {Transform} from './transform.ts';

/** What `transforms:` of a provider may name besides modules of its own. */
export const builtInTransforms: ReadonlyMap<string, Transform> = new Map([
  ['assay/matrix', matrix],
  ['assay/keyed-by', keyedBy],
  ['assay/chunk', chunk],
  ['assay/run', runDescription],
  ['assay/siblings', siblings],
  ['assay/after-suspend', afterSuspend],
]);

function absent(layer: string): FieldShape {
  return {rule: 'absent', why: `is still here; only the layer ${layer} knows it, and that ran before`};
}

/** What the provider's own transforms may leave for the layers after them. */
const handedOn: RecordSchema = {
  fields: new Map<string, FieldShape>([
    ['defaults', absent('defaults')],
    ['matrix', absent('matrix')],
  ]),
};

function having(...names: readonly string[]): Scope {
  return {concerns: ({fields}) => names.some((name) => fields.has(name))};
}

const ofDefaults: Scope = {
  concerns: ({fields}, config) => config.defaults !== undefined || fields.has('defaults'),
  isLasting: true,
};

const ofKeyedBy: Scope = {
  concerns: (record) => record.fields.has('matrix') || (!isAllText(record) && hasKeyedValue(record)),
};

const ofAfterSuspend: Scope = {concerns: asksForSuspend};

export interface NamedTransform {
  readonly name: string;
  readonly transform: Transform;
}

/** The layers that a provider's units go through; its own transforms stand between what is general and what is made last. */
export function transformsFor(own: readonly NamedTransform[] = []): TransformSequence {
  const sequence = new TransformSequence()
    .add('defaults', defaults, ofDefaults)
    .add('matrix', matrix, having('matrix'))
    .add('keyed-by', keyedBy, ofKeyedBy);
  for (const {name, transform} of own) sequence.add(name, transform);
  return sequence
    .addValidate('handed-on', handedOn)
    .add('run', runDescription, having('run'))
    .add('siblings', siblings, having('siblings'))
    .add('after-suspend', afterSuspend, ofAfterSuspend);
}
