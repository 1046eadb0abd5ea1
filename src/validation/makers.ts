import {type ShapesByStart, shapesByStart} from '../planner/shapes-by-start.ts';
import type {UnitIndex} from '../planner/unit-index.ts';
import type {Target} from './suggest.ts';

/** The templates that may make what a reference names. A template of templates may make anything. */
export function makersByTarget({shapes}: UnitIndex): (target: Target) => ShapesByStart {
  const known = new Map<string, ShapesByStart>();
  return (target) => {
    const kind = target === 'resource' || target === 'job or template' ? 'job' : target;
    const makers =
      known.get(kind) ??
      shapesByStart(
        shapes.filter(({template: {instanceKind}}) => {
          if (instanceKind === 'template') return true;
          return kind === 'job' ? instanceKind.endsWith('job') : instanceKind === kind;
        }),
      );
    known.set(kind, makers);
    return makers;
  };
}
