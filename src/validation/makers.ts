import type {TemplateShape} from '../planner/template-shape.ts';
import type {UnitIndex} from '../planner/unit-index.ts';
import type {Target} from './suggest.ts';

/** Templates by how the ids they make begin. */
export interface Makers {
  /** Those whose ids may begin with `prefix`, or with a part of it. */
  startingLike(prefix: string): readonly TemplateShape[];
}

/** The namespace and the first folder of an id; undefined where it ends before. */
function folderOf(id: string): string | undefined {
  const slash = id.indexOf('/', id.indexOf('::') + 2);
  return slash === -1 ? undefined : id.slice(0, slash);
}

function makersOf(shapes: readonly TemplateShape[]): Makers {
  const open: TemplateShape[] = [];
  const byFolder = new Map<string, TemplateShape[]>();
  for (const shape of shapes) {
    const folder = folderOf(shape.prefix);
    const known = folder === undefined ? open : byFolder.get(folder);
    if (known !== undefined) known.push(shape);
    else if (folder !== undefined) byFolder.set(folder, [shape]);
  }
  // Those that begin with less than a folder belong to all.
  const all = new Map([...byFolder].map(([folder, own]) => [folder, [...own, ...open]]));
  return {
    startingLike(prefix) {
      const folder = folderOf(prefix);
      return folder === undefined ? shapes : (all.get(folder) ?? open);
    },
  };
}

/** The templates that may make what a reference names. A template of templates may make anything. */
export function makersByTarget({shapes}: UnitIndex): (target: Target) => Makers {
  const known = new Map<string, Makers>();
  return (target) => {
    const kind = target === 'resource' || target === 'job or template' ? 'job' : target;
    const makers =
      known.get(kind) ??
      makersOf(
        shapes.filter(({template: {instanceKind}}) => {
          if (instanceKind === 'template') return true;
          return kind === 'job' ? instanceKind.endsWith('job') : instanceKind === kind;
        }),
      );
    known.set(kind, makers);
    return makers;
  };
}
