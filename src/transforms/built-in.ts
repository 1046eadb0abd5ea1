import {afterSuspend} from './after-suspend.ts';
import {defaults} from './defaults.ts';
import {TransformSequence} from './sequence.ts';
import {siblings} from './siblings.ts';

/** The layers every provider's units go through. */
export function builtInSequence(): TransformSequence {
  return new TransformSequence().add('defaults', defaults).add('siblings', siblings).add('after-suspend', afterSuspend);
}
