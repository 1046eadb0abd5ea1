import type {TemplateShape} from './template-shape.ts';

/** Templates by how the ids they make begin. */
export interface ShapesByStart {
  /** In their order, those whose ids may begin with `start` or with a part of it. */
  startingLike(start: string): readonly TemplateShape[];
}

/** The namespace and the first folder of an id; undefined where it ends before. */
function folderOf(id: string): string | undefined {
  const slash = id.indexOf('/', id.indexOf('::') + 2);
  return slash === -1 ? undefined : id.slice(0, slash);
}

export function shapesByStart(shapes: readonly TemplateShape[]): ShapesByStart {
  const byFolder = Map.groupBy(shapes.entries(), ([, {prefix}]) => folderOf(prefix));
  // Those that begin with less than a folder belong to all.
  const open = byFolder.get(undefined) ?? [];
  const found = new Map<string, readonly TemplateShape[]>();
  return {
    startingLike(start) {
      const folder = folderOf(start);
      if (folder === undefined) return shapes;
      const both = (): readonly TemplateShape[] =>
        [...(byFolder.get(folder) ?? []), ...open].sort(([a], [b]) => a - b).map(([, shape]) => shape);
      const known = found.get(folder) ?? both();
      found.set(folder, known);
      return known;
    },
  };
}
